import type { Fault } from '../fault.js';
import { InstancesEstate } from './instances-estate.js';

const request = { tenant: 'Experiments', type: 'EmailServer' };
const sound = ['Answering_1', 'Answering_2', 'Answering_4'];
const failing = 'Answering_3';
const requests = 1_500;
/** So many can be in flight at one of them at most, which is what a 4xx is weighed against: ten for each. */
const concurrency = 6;

export const fastFailures: Fault = {
  row: 'F22',
  kind: 'processes',
  fault: 'one of four application servers answers every request at once, first with 500, then with 400',
  condition: 'at least 90 % of the requests succeed',
  async play() {
    return { '% succeeded beside 500': await successBeside(500), '% succeeded beside 400': await successBeside(400) };
  },
};

async function successBeside(status: number): Promise<number> {
  const instances = await InstancesEstate.get();
  await using loadBalancer = await instances.loadBalancer();
  const http = loadBalancer.http(request);
  let [sent, succeeded, failed] = [0, 0, 0];
  const caller = async (): Promise<void> => {
    while (sent < requests) {
      sent += 1;
      const { status: answered } = await http.post('/', {}, { validateStatus: () => true });
      if (answered === 200) succeeded += 1;
      else failed += 1;
    }
  };
  try {
    for (const name of sound) await instances.behave(name, { delayMs: 5 });
    await instances.behave(failing, { status });
    await Promise.all(Array.from({ length: concurrency }, caller));
  } finally {
    for (const name of [...sound, failing]) await instances.behave(name, {});
  }

  expect(failed).toBeGreaterThan(0);
  expect(succeeded / requests).toBeGreaterThanOrEqual(0.9);
  return (succeeded / requests) * 100;
}
