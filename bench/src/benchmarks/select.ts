import type { Benchmark, Effort, Finding, Outcome, Verdict } from '../benchmark.js';
import { allocatedPerCall, survivingPerCall } from '../measure/heap.js';
import { interleaved } from '../measure/interleaved.js';
import { ours } from '../peers/eservices-lb.js';
import { everyone } from '../peers/index.js';

const sizes = [3, 10, 100, 1_000, 10_000];
const quickSizes = [3, 100, 10_000];

/** One pick, by number of instances, beside the pickers of others. */
export const select: Benchmark = {
  name: 'select',
  title: 'One pick, by number of instances',
  async run(effort) {
    const findings: Finding[] = [];
    for (const size of effort.isQuick ? quickSizes : sizes) findings.push(...(await selectAt(size, effort)));
    return { findings, verdicts: verdictsOf(findings), notes };
  },
};

const notes: Outcome['notes'] = [
  'bare array, cassandra-driver and undici RoundRobinPool do not look whether an instance is up.',
  'eservices-lb finds the pool of (tenant, type) at each pick; the others are pickers of one service that is found already, as is "picker alone".',
];

async function selectAt(size: number, effort: Effort): Promise<readonly Finding[]> {
  const at = `${size} instances`;
  const pools = [];
  for (const peer of everyone) {
    effort.progress(`${at}: ${peer.name} is set up`);
    pools.push({ peer, pool: await peer.create(size) });
  }
  effort.progress(`${at}: picking`);
  const contenders = pools.map(({ peer, pool }) => ({ name: peer.name, run: pool.pick }));
  const times = await interleaved(contenders, effort);
  const findings = contenders.flatMap(({ name, run }): readonly Finding[] => {
    const nanoseconds = times.get(name) ?? NaN;
    const bytes = allocatedPerCall(run, Math.ceil(Math.min(5_000, 10e6 / nanoseconds)));
    return [
      { at, contender: name, value: nanoseconds, unit: 'ns' },
      { at, contender: name, value: bytes, unit: 'B allocated' },
    ];
  });
  const ofOurs = contenders.find(({ name }) => name === ours.name);
  if (ofOurs !== undefined) {
    findings.push({ at, contender: ours.name, value: survivingPerCall(ofOurs.run), unit: 'B surviving' });
  }
  for (const { pool } of pools) await pool.close?.();
  return findings;
}

function verdictsOf(findings: readonly Finding[]): readonly Verdict[] {
  const ofOurs = (unit: string): readonly number[] =>
    findings.filter((each) => each.contender === ours.name && each.unit === unit).map(({ value }) => value);
  const [times, surviving] = [ofOurs('ns'), Math.max(...ofOurs('B surviving'))];
  const ratio = Math.max(...times) / Math.min(...times);
  const slowest = Math.max(...times);
  return [
    { goal: 'select flat in N: largest ≤ 2 × smallest', measured: `${ratio.toFixed(2)} ×`, isMet: ratio <= 2 },
    { goal: 'select ≤ 100 ns at every N', measured: `${slowest.toFixed(0)} ns`, isMet: slowest <= 100 },
    { goal: 'no garbage of a pick survives', measured: `${surviving.toFixed(3)} B`, isMet: surviving < 0.1 },
    againstPeers(findings),
  ];
}

function againstPeers(findings: readonly Finding[]): Verdict {
  const rivals = everyone.filter(({ tracksLiveness, isOurs }) => tracksLiveness && isOurs !== true);
  const faster = rivals.filter(({ name }) =>
    findings.some(({ contender, unit, value, at }) => {
      if (contender !== name || unit !== 'ns' || parseInt(at, 10) < 100) return false;
      const us = findings.find((each) => each.at === at && each.contender === ours.name && each.unit === 'ns');
      return us !== undefined && us.value >= value;
    }),
  );
  return {
    goal: 'select faster than every peer that tracks liveness, at N ≥ 100',
    measured: faster.length === 0 ? 'all beaten' : `faster: ${faster.map(({ name }) => name).join(', ')}`,
    isMet: faster.length === 0,
  };
}
