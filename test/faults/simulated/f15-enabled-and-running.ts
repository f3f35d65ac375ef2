import { statusSchema } from '@eservices-lb/sdk/wire';
import type { Status } from '@eservices-lb/sdk/wire';
import { alpha, beta } from '../../simulation/estate/estate-of-tenants.js';
import { hold } from '../../oracles/hold.js';
import { estateFault } from './estate-fault.js';

const name = 'EmailServer_1';
const wish = { tenant: alpha, type: 'EmailServer', exclude: ['EmailServer_2', 'EmailServer_3'] };

/** Of 44, drawn anew by every seed; the one that takes new sessions is always among them. */
const combinationsASeed = 20;

interface Combination {
  readonly status: Status;
  readonly isEnabled: boolean;
  readonly hasTenant: boolean;
}

const isEligible = ({ status, isEnabled, hasTenant }: Combination): boolean =>
  isEnabled && hasTenant && status === 'running';

export const enabledAndRunning = estateFault({
  row: 'F15',
  fault:
    'configuration and Solution Control Server disagree: enabled but down, running but disabled, running for other tenants',
  condition: 'exactly what is enabled and running and has the tenant takes new sessions',
  plan: { webNodes: 1, actEveryMs: 1_000 },
  async script(estate) {
    const { world } = estate.scs;
    const { loadBalancer } = estate.webNode;
    const combinations = statusSchema.options
      .flatMap((status) => [true, false].map((isEnabled) => ({ status, isEnabled })))
      .flatMap((each) =>
        [true, false].map((hasTenant) => ({
          ...each,
          hasTenant,
          order: isEligible({ ...each, hasTenant }) ? 0 : estate.random(),
        })),
      )
      .sort((a, b) => a.order - b.order)
      .slice(0, combinationsASeed);
    let given = 0;
    for (const { status, isEnabled, hasTenant } of combinations) {
      const state = isEnabled ? 'enabled' : 'disabled';
      world.put('application', { ...estate.object(name), state, tenants: hasTenant ? [alpha, beta] : [beta] });
      world.report(name, status);
      await estate.pass(10);
      const report = loadBalancer.explain(wish).find(({ application }) => application === name);
      const isExpected = isEligible({ status, isEnabled, hasTenant });
      const isGiven = estate.webNode.pick(wish)?.application === name;
      const words = `${state}, ${status}, ${hasTenant ? 'with' : 'without'} the tenant`;
      hold(isGiven === isExpected, `${words}: it was ${isGiven ? '' : 'not '}given to a new session`);
      hold(report?.selectable === isExpected, `${words}: it is explained as "${report?.reason ?? 'not there'}"`);
      given += Number(isGiven);
    }
    return { combinations: combinations.length, 'that take new sessions': given };
  },
});
