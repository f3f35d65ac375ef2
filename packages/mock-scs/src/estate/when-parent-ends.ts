import type { Clock } from '@eservices-lb/sdk';

const lookEveryMs = 250;

/**
 * Calls back once the process that started this one has ended. `npm start` needs it: npm passes SIGTERM to the shell in
 * between, which ends without passing it on.
 */
export function whenParentEnds(clock: Clock, onEnded: () => void): void {
  const parent = process.ppid;
  const look = (): void => {
    if (process.ppid === parent) clock.after(lookEveryMs, look);
    else onEnded();
  };
  look();
}
