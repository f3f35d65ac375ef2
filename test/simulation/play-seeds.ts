import { systemClock } from '@eservices-lb/sdk';
import type { Fault, Figures } from '../faults/fault.js';
import { FaultFailedError, summarized } from '../faults/play-fault.js';
import type { Played } from '../faults/play-fault.js';
import { figuresText } from './fault-report.js';
import { say } from './say.js';
import { faultOfRow, simulatedFaults } from './simulated-faults.js';
import { table } from './table.js';

const { SIMULATE_FAULT: row = '', SIMULATE_SEEDS: seeds = '1' } = process.env;
const aDay = 86_400_000;
const tellEveryMs = 1_000;

interface Outcome {
  readonly fault: Fault;
  readonly played: Played;
  readonly failure: string | undefined;
}

// `npm run simulate -- --seeds 10000`.
it(
  'plays every simulated fault with many seeds',
  async () => {
    const outcomes: Outcome[] = [];
    for (const fault of row === '' ? simulatedFaults : [faultOfRow(row)])
      outcomes.push(await play(fault, Number(seeds)));
    say(`\n${tableOf(outcomes)}`);
    const failures = outcomes.flatMap(({ failure }) => failure ?? []);
    if (failures.length > 0)
      throw new Error(`${failures.length} of ${outcomes.length} faults fail:\n${failures.join('\n')}`);
  },
  aDay,
);

/** Says how far it is; ends at the first seed that fails. */
async function play(fault: Fault, count: number): Promise<Outcome> {
  const measured: Figures[] = [];
  let toldAt = systemClock.now();
  for (let seed = 1; seed <= count; seed += 1) {
    try {
      measured.push(await fault.play(seed));
    } catch (error) {
      const failure = new FaultFailedError(fault, seed, error).message;
      say(`\r${failure}\n`);
      return { fault, played: summarized(measured), failure };
    }
    if (systemClock.now() - toldAt < tellEveryMs) continue;
    toldAt = systemClock.now();
    say(`\r${fault.row}: ${seed} of ${count} `);
  }
  say(`\r${fault.row}: ${count} of ${count} hold\n`);
  return { fault, played: summarized(measured), failure: undefined };
}

const tableOf = (outcomes: readonly Outcome[]): string =>
  table(
    ['row', 'seeds that hold', 'condition', 'figures (median, most)'],
    outcomes.map(({ fault, played, failure }) => [
      ...[fault.row, failure === undefined ? `all ${played.runs}` : `${played.runs}, then one that fails`],
      ...[fault.condition, figuresText(played)],
    ]),
  );
