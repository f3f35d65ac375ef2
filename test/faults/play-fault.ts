import type { Fault, Figures } from './fault.js';

/** The figures of several runs of one fault: the median and the most of each. */
export interface Played {
  readonly runs: number;
  readonly figures: Readonly<Record<string, { readonly median: number; readonly most: number }>>;
}

/** The condition did not hold; says how to see it again. */
export class FaultFailedError extends Error {
  override readonly name = 'FaultFailedError';
  constructor(
    readonly fault: Pick<Fault, 'row' | 'kind' | 'condition'>,
    readonly seed: number,
    cause: unknown,
  ) {
    const what = cause instanceof Error ? cause.message : String(cause);
    super(`${fault.row} (${fault.kind}), seed ${seed}: ${what}\nThe same again: ${reproduction(fault, seed)}`, {
      cause,
    });
  }
}

const reproduction = ({ row, kind }: Pick<Fault, 'row' | 'kind'>, seed: number): string =>
  kind === 'simulated' ? `npm run simulate -- --fault ${row} --seed ${seed}` : `npm run faults -- --fault ${row}`;

/**
 * Plays the fault with the seeds from `firstSeed` on.
 * @throws FaultFailedError at the first seed at which the condition does not hold
 */
export async function playFault(fault: Fault, runs: number, firstSeed = 1): Promise<Played> {
  const measured: Figures[] = [];
  for (let seed = firstSeed; seed < firstSeed + runs; seed += 1) {
    try {
      measured.push(await fault.play(seed));
    } catch (error) {
      throw new FaultFailedError(fault, seed, error);
    }
  }
  return summarized(measured);
}

/** The median and the most of every figure. */
export function summarized(measured: readonly Figures[]): Played {
  const names = [...new Set(measured.flatMap((figures) => Object.keys(figures)))];
  const figures = names.map((name) => {
    const sorted = measured.flatMap((each) => each[name] ?? []).sort((a, b) => a - b);
    return [name, { median: sorted[Math.floor((sorted.length - 1) / 2)]!, most: sorted.at(-1)! }] as const;
  });
  return { runs: measured.length, figures: Object.fromEntries(figures) };
}
