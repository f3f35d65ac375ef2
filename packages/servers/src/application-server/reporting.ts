import type { Surroundings, Work } from './application-server.js';
import { repeat } from './repeat.js';

const everyMs = 250;

/**
 * Reports what a server does four times a second where it has changed: more often would be news to nobody, and every client of Solution
 * Control Server would hear of it.
 * @returns what ends it
 */
export function reporting(
  work: () => Work,
  { reportWork, clock }: Pick<Surroundings, 'reportWork' | 'clock'>,
): () => void {
  let reported = work();
  reportWork(reported);
  return repeat(
    () => {
      const now = work();
      if (now.load === reported.load && now.sessions === reported.sessions) return;
      reported = now;
      reportWork(now);
    },
    everyMs,
    clock,
  );
}
