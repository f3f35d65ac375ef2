import type { Clock } from '@eservices-lb/sdk';

/** A limit that is noticed this late says that we were asleep, not that the other side was, ms. */
const lagMs = 250;

/**
 * Calls back when the other side has been silent for so long; returns what ends that. Where it was this process that slept, nothing is known, and the wait
 * begins anew: the answer may be there already, and be another than one would think.
 */
export function patience(clock: Clock, limitMs: number, onOver: () => void): () => void {
  let cancel = (): void => undefined;
  const wait = (): void => {
    const due = clock.now() + limitMs;
    cancel = clock.after(limitMs, () => {
      if (clock.now() - due > lagMs) wait();
      else onOver();
    });
  };
  wait();
  return () => {
    cancel();
  };
}
