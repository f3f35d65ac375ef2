import type { Clock } from '../time/clock.js';
import { nextWithin, tooLate } from './next-within.js';

/** A connection is as old as it may become: it is replaced, not lost. */
export class ConnectionAgeError extends Error {
  override readonly name = 'ConnectionAgeError';
  constructor(readonly ageMs: number) {
    super(`the connection is ${ageMs} ms old and is replaced`);
  }
}

/**
 * Passes chunks on, and throws at the given age. Streams that look alive may have stopped telling what happens, so none lives for ever (R10).
 */
export async function* endingAtAge<T>(chunks: AsyncIterable<T>, ageMs: number, clock: Clock): AsyncGenerator<T> {
  const iterator = chunks[Symbol.asyncIterator]();
  const end = clock.now() + ageMs;
  try {
    for (;;) {
      const result = await nextWithin(iterator.next(), end - clock.now(), clock);
      if (result === tooLate) throw new ConnectionAgeError(ageMs);
      if (result.done === true) return;
      yield result.value;
    }
  } finally {
    // Not awaited: it may wait for the next chunk.
    iterator.return?.().catch(() => undefined);
  }
}
