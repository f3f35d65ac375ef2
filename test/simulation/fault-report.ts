import type { Fault } from '../faults/fault.js';
import { playFault } from '../faults/play-fault.js';
import type { Played } from '../faults/play-fault.js';
import { networkFaults } from '../faults/simulated/network-faults.js';
import { table } from './table.js';

/** A row of the table of faults, and what came of playing it. */
export interface PlayedRow {
  readonly fault: Fault;
  readonly played: Played;
}

/** Few, because a test plays them all to compare; `npm test` plays two hundred, and `npm run simulate -- --seeds` any number. */
const seeds = 3;

/** Plays what the report tells of. @throws FaultFailedError */
export async function playReportedFaults(): Promise<readonly PlayedRow[]> {
  const rows: PlayedRow[] = [];
  for (const fault of networkFaults) rows.push({ fault, played: await playFault(fault, seeds) });
  return rows;
}

export const faultSection = (rows: readonly PlayedRow[]): string =>
  [
    '## When the network and the control servers fail\n',
    text,
    table(
      ['row', 'what goes wrong', 'what holds all the same'],
      rows.map(({ fault }) => [fault.row, fault.fault, fault.condition]),
    ),
    `Figures of ${seeds} seeds each: the median, and the most.\n`,
    table(
      ['row', 'figures'],
      rows.map(({ fault, played }) => [fault.row, figuresText(played)]),
    ),
  ].join('\n');

/** "ms until live 120, 300": of each figure the median and the most. */
export const figuresText = ({ figures }: Played): string =>
  Object.entries(figures)
    .map(([name, { median, most }]) => `${name} ${median}, ${most}`)
    .join('; ');

const text = `Whole estates on virtual time: the load balancer and the control servers are the real ones, whole; the network between them, the application servers and
their customers are simulated, and a seed decides about everything that is left to chance. Whatever a row is about, ten invariants are checked on the history of
every run: no session for an instance that was not eligible in the view that was used, no result for another tenant, no alias that changes its instance, no
version that goes back, the control server's view soon after the end of the faults, no promise that is not kept or broken in time, no timer or connection left at the
end, no rejection that nobody hears of, counts that are true, no pick with half a view. F0 is no row of the table but a walk through all of them at random.
\`npm run simulate -- --seeds 10000\` plays all with so many seeds; \`npm run simulate -- --fault F9 --seed 4711\` plays one run and prints its history.
`;
