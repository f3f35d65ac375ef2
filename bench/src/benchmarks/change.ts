import type { Benchmark, Effort, Finding, Verdict } from '../benchmark.js';
import { interleaved } from '../measure/interleaved.js';
import { ours } from '../peers/eservices-lb.js';
import { everyone } from '../peers/index.js';

const sizes = [100, 1_000, 10_000];
const goalMicroseconds = 20;

/** One instance goes or comes back, and the next is picked: what the picker must do before it is right again. */
export const change: Benchmark = {
  name: 'change',
  title: 'One status change with the next pick, by number of instances',
  async run(effort) {
    const findings: Finding[] = [];
    for (const size of sizes) findings.push(...(await changeAt(size, effort)));
    return {
      findings,
      verdicts: verdictsOf(findings),
      notes: [
        'eservices-lb: from the event of the source, asynchronously, to the next select. The others: from the call that tells them, synchronously.',
      ],
    };
  },
};

async function changeAt(size: number, effort: Effort): Promise<readonly Finding[]> {
  const at = `${size} instances`;
  const pools = [];
  for (const peer of everyone.filter(({ tracksLiveness }) => tracksLiveness)) {
    effort.progress(`${at}: ${peer.name} is set up`);
    pools.push({ name: peer.name, pool: await peer.create(size) });
  }
  effort.progress(`${at}: changing`);
  const contenders = pools.flatMap(({ name, pool: { change: apply, pick } }) =>
    apply === undefined ? [] : [{ name, run: alternating(apply, pick, size) }],
  );
  const times = await interleaved(contenders, effort);
  for (const { pool } of pools) await pool.close?.();
  return [...times].map(([contender, value]) => ({ at, contender, value: value / 1_000, unit: 'µs' }));
}

/** Down and up in turn, another instance each time. */
function alternating(
  apply: (instance: number, isUp: boolean) => void | Promise<void>,
  pick: (times: number) => void,
  size: number,
): (times: number) => Promise<void> {
  let changes = 0;
  pick(1);
  return async (times) => {
    for (let time = 0; time < times; time += 1) {
      const pending = apply((changes >> 1) % size, changes % 2 === 1);
      if (pending !== undefined) await pending;
      changes += 1;
    }
  };
}

function verdictsOf(findings: readonly Finding[]): readonly Verdict[] {
  const largest = `${sizes.at(-1) ?? 0} instances`;
  const atLargest = findings.filter(({ at }) => at === largest);
  const us = atLargest.find(({ contender }) => contender === ours.name)?.value ?? NaN;
  return [
    {
      goal: `one status change ≤ ${goalMicroseconds} µs at ${largest}`,
      measured: `${us.toFixed(1)} µs`,
      isMet: us <= goalMicroseconds,
    },
  ];
}
