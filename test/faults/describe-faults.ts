import type { Fault } from './fault.js';
import { playFault } from './play-fault.js';

interface DescribeOptions {
  /** How many seeds each is played with. */
  readonly runs: number;
  /** For each of them, ms. A ceiling, for machines that have other work to do. @defaultValue 180000 */
  readonly limitMs?: number;
}

/** Tests that each condition holds. */
export function describeFaults(
  title: string,
  faults: readonly Fault[],
  { runs, limitMs = 180_000 }: DescribeOptions,
): void {
  describe(title, () => {
    it.each(faults)(
      '$fault: $condition ($row)',
      async (fault) => {
        await playFault(fault, runs);
      },
      limitMs,
    );
  });
}
