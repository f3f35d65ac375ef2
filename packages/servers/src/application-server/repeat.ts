import type { Clock } from '@eservices-lb/sdk';

/**
 * Does something again and again, the first time after a pause.
 * @returns what ends it
 */
export function repeat(act: () => void, everyMs: number, clock: Clock): () => void {
  let cancel: () => void;
  const next = (): void => {
    cancel = clock.after(everyMs, () => {
      next();
      act();
    });
  };
  next();
  return () => {
    cancel();
  };
}
