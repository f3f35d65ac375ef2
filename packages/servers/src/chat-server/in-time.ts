import type { Clock } from '@eservices-lb/sdk';
import { RequestError } from '../application-server/request-error.js';

/** Whoever is silent for longer is taken for lost, and its chats are looked for elsewhere, ms. */
const longestWaitMs = 1_000;

/**
 * Settles as `saving` does.
 * @throws RequestError 504 where that takes longer than a second; what was said may be stored all the same
 */
export function inTime(clock: Clock, saving: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(longestWaitMs, () => reject(slowDatabase()));
    void saving.then(resolve, reject).finally(cancel);
  });
}

const slowDatabase = (): RequestError =>
  new RequestError(504, 'DATABASE_SLOW', 'It is not stored yet: ask again, under the same requestId.');
