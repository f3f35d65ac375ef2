import type { Clock } from '../time/clock.js';

/** What `nextWithin` answers when the time is over. */
export const tooLate = Symbol('too late');

/** The outcome of `pending`, or `tooLate` after `limitMs`. The caller keeps `pending` and may ask again. */
export function nextWithin<T>(pending: Promise<T>, limitMs: number, clock: Clock): Promise<T | typeof tooLate> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(Math.max(0, limitMs), () => {
      resolve(tooLate);
    });
    pending.then(resolve, reject).finally(cancel);
  });
}
