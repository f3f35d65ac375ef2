import { LRUCache } from 'lru-cache';
import type { Benchmark, Effort, Finding } from '../benchmark.js';
import { anEstate, tenantName } from '../estate/an-estate.js';
import { estateUnderTest } from '../estate/estate-under-test.js';
import { interleaved } from '../measure/interleaved.js';
import { kept } from '../measure/kept.js';
import { median } from '../measure/median.js';

const aliases = 1_000;
const tenant = tenantName(0);
const [contender, floor] = ['eservices-lb resolve', 'bare Map'];

/** An alias resolved: known to this process already, and for the first time. */
export const resolve: Benchmark = {
  name: 'resolve',
  title: 'An alias resolved',
  async run(effort) {
    const cached = await cachedTimes(effort);
    const first = await firstTime(effort);
    const ratio = (cached.get(contender) ?? NaN) / (cached.get(floor) ?? NaN);
    const findings: Finding[] = [...cached].map(([name, value]) => ({
      at: 'known',
      contender: name,
      value,
      unit: 'ns',
    }));
    return {
      findings: [...findings, { at: 'first time', contender, value: first, unit: 'ns' }],
      verdicts: [
        { goal: 'known alias ≤ 2 × a bare Map', measured: `${ratio.toFixed(2)} ×`, isMet: ratio <= 2 },
        {
          goal: 'alias for the first time ≤ 15 µs',
          measured: `${(first / 1_000).toFixed(1)} µs`,
          isMet: first <= 15_000,
        },
      ],
      notes: [
        'Each look-up, of the Map too, begins with making the string of 32 characters, as it comes from a request.',
      ],
    };
  },
};

/** Aliases as bytes, of which a string is made anew at each look-up, so that its hash must be worked out. */
async function aliasBytes(instances: number): Promise<readonly Buffer[]> {
  const { loadBalancer, close } = await estateUnderTest(anEstate({ instances, tenants: 1 }));
  const request = { tenant, type: 'ChatServer' };
  const bytes = Array.from({ length: instances }, () => Buffer.from(loadBalancer.select(request).alias, 'latin1'));
  await close();
  return bytes;
}

async function cachedTimes(effort: Effort): Promise<ReadonlyMap<string, number>> {
  effort.progress('known aliases');
  const bytes = await aliasBytes(aliases);
  const { loadBalancer, close } = await estateUnderTest(anEstate({ instances: aliases, tenants: 1 }));
  const map = new Map(bytes.map((alias) => [alias.toString('latin1'), { alias }]));
  const cache = new LRUCache<string, object>({ max: 2 * aliases });
  for (const [alias, value] of map) cache.set(alias, value);
  const request = { tenant };
  const looking = (lookUp: (alias: string) => unknown) => (times: number) => {
    for (let time = 0; time < times; time += 1) kept.value = lookUp(bytes[time % aliases]?.toString('latin1') ?? '');
  };
  const times = await interleaved(
    [
      { name: floor, run: looking((alias) => map.get(alias)) },
      { name: 'lru-cache', run: looking((alias) => cache.get(alias)) },
      { name: contender, run: looking((alias) => loadBalancer.resolve(alias, request)) },
    ],
    effort,
  );
  await close();
  return times;
}

/** Nanoseconds for an alias that another process made, at a load balancer that has not seen it yet. */
async function firstTime({ rounds, progress }: Effort): Promise<number> {
  const instances = 2_000;
  const bytes = await aliasBytes(instances);
  const measured: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    progress(`first time, round ${round} of ${rounds}`);
    const { loadBalancer, close } = await estateUnderTest(anEstate({ instances, tenants: 1 }));
    const from = process.hrtime.bigint();
    for (const alias of bytes) kept.value = loadBalancer.resolve(alias.toString('latin1'), { tenant });
    if (round > 0) measured.push(Number(process.hrtime.bigint() - from) / instances);
    await close();
  }
  return median(measured);
}
