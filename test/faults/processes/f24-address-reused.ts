import axios from 'axios';
import type { Fault } from '../fault.js';
import { InstancesEstate } from './instances-estate.js';
import { serviceOf } from './service-of.js';

const request = { tenant: 'Tenant_A', type: 'ChatServer' };
const former = 'FormerOwner';

export const addressReused: Fault = {
  row: 'F24',
  kind: 'processes',
  fault:
    'the address of an application server that was killed is taken by another one, of its tenant and of a foreign one',
  condition: 'its alias ends, and nothing that is sent under it reaches the new owner',
  async play() {
    const refused = await takeOver('NewOwner', 'Tenant_A');
    return { 'requests refused': refused + (await takeOver('OtherTenantsOwner', 'Tenant_B')) };
  },
};

/** @returns how many requests under the alias of the former owner were refused */
async function takeOver(owner: string, tenant: string): Promise<number> {
  const instances = await InstancesEstate.get();
  await using loadBalancer = await instances.loadBalancer();
  const { alias, url } = serviceOf(loadBalancer, request, former);
  const send = () => loadBalancer.http(request).get<{ application: string }>('/', { alias });
  const { operator } = instances;
  expect((await send()).data.application).toBe(former);
  const sent: string[] = [];
  let refused = 0;

  instances.kill(former);
  try {
    await operator.hasStatus(former, 'stopped');
    await operator.act(owner, 'enable');
    await instances.start(owner);
    const next = await loadBalancer.waitFor({ ...request, tenant }, { timeoutMs: 20_000 });
    expect(next).toMatchObject({ application: owner, url });
    expect((await axios.get<{ application: string }>(url)).data.application).toBe(owner);

    for (let again = 0; again < 10; again += 1) {
      expect(() => loadBalancer.resolve(alias, request)).toThrow(expect.objectContaining({ code: 'INSTANCE_STOPPED' }));
      await send().then(
        ({ data }) => sent.push(data.application),
        (error: unknown) => {
          expect(error).toMatchObject({ code: 'INSTANCE_STOPPED' });
          refused += 1;
        },
      );
    }
    expect(sent).toEqual([]);
  } finally {
    await operator.act(owner, 'stop');
    await operator.hasStatus(owner, 'stopped');
    await operator.act(owner, 'disable');
    await instances.start(former);
  }
  expect((await send()).data.application).toBe(former);
  return refused;
}
