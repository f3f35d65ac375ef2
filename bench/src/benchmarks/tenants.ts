import type { Benchmark, Effort, Finding } from '../benchmark.js';
import { anEstate, tenantName } from '../estate/an-estate.js';
import { estateUnderTest } from '../estate/estate-under-test.js';
import { interleaved } from '../measure/interleaved.js';
import { kept } from '../measure/kept.js';

const instances = 100;
const contender = 'eservices-lb adaptive';
const floor = 'Map of bare arrays';

/** One pick, by number of tenants, each pick for another tenant than the one before. */
export const tenants: Benchmark = {
  name: 'tenants',
  title: `One pick among ${instances} instances, by number of tenants`,
  async run(effort) {
    const findings: Finding[] = [];
    for (const count of [1, 100, 1_000]) findings.push(...(await selectFor(count, effort)));
    const times = findings.filter((each) => each.contender === contender).map(({ value }) => value);
    const slowest = Math.max(...times);
    return {
      findings,
      notes: [
        'Of every pick the port is read, as a caller would: with 100,000 services that alone is a trip to main memory.',
      ],
      verdicts: [
        { goal: 'select ≤ 100 ns with 1,000 tenants', measured: `${slowest.toFixed(0)} ns`, isMet: slowest <= 100 },
      ],
    };
  },
};

async function selectFor(count: number, effort: Effort): Promise<readonly Finding[]> {
  const at = `${count} tenants`;
  effort.progress(`${at}: set up`);
  const { loadBalancer, close } = await estateUnderTest(anEstate({ instances, tenants: count }), {
    maxAliases: instances * count,
  });
  const requests = Array.from({ length: count }, (_, index) => ({ tenant: tenantName(index), type: 'ChatServer' }));
  const rings = new Map(
    requests.map((request) => [
      request.tenant,
      { next: 0, list: Array.from({ length: instances }, () => loadBalancer.select(request)) },
    ]),
  );
  effort.progress(`${at}: picking`);
  let turn = 0;
  const times = await interleaved(
    [
      {
        name: floor,
        run(picks) {
          for (let pick = 0; pick < picks; pick += 1) {
            turn = turn + 1 < count ? turn + 1 : 0;
            const ring = rings.get(requests[turn]?.tenant ?? '');
            if (ring !== undefined)
              kept.value = ring.list[(ring.next = ring.next + 1 < ring.list.length ? ring.next + 1 : 0)]?.port;
          }
        },
      },
      {
        name: contender,
        run(picks) {
          for (let pick = 0; pick < picks; pick += 1) {
            turn = turn + 1 < count ? turn + 1 : 0;
            const request = requests[turn];
            if (request !== undefined) kept.value = loadBalancer.select(request).port;
          }
        },
      },
    ],
    effort,
  );
  await close();
  return [...times].map(([name, value]) => ({ at, contender: name, value, unit: 'ns' }));
}
