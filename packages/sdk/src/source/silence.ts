import type { Clock } from '../time/clock.js';
import { nextWithin, tooLate } from './next-within.js';

/** Nothing was heard for longer than a living control server is silent. */
export class SilenceError extends Error {
  override readonly name = 'SilenceError';
  constructor(readonly silentMs: number) {
    super(`the control server has been silent for ${silentMs} ms`);
  }
}

/** A timer this much behind says that we were asleep, not that the control server was silent. ms */
const lagMs = 250;

/**
 * Passes chunks on, and throws where none has come for `limitMs`: any chunk is a sign of life (R39). Where this process itself stood still, what
 * waits in the socket is read before anybody is declared dead (R26). The chunks' iterator is returned in every case.
 */
export async function* failingOnSilence<T>(chunks: AsyncIterable<T>, limitMs: number, clock: Clock): AsyncGenerator<T> {
  const iterator = chunks[Symbol.asyncIterator]();
  try {
    for (;;) {
      const result = await nextOrSilence(iterator, limitMs, clock);
      if (result.done === true) return;
      yield result.value;
    }
  } finally {
    // Not awaited: it may wait for the very chunk that does not come.
    iterator.return?.().catch(() => undefined);
  }
}

async function nextOrSilence<T>(iterator: AsyncIterator<T>, limitMs: number, clock: Clock): Promise<IteratorResult<T>> {
  const pending = iterator.next();
  const due = clock.now() + limitMs;
  const result = await nextWithin(pending, limitMs, clock);
  if (result !== tooLate) return result;
  const wasAsleep = clock.now() - due > lagMs;
  const afterWaking = wasAsleep ? await nextWithin(pending, lagMs, clock) : tooLate;
  if (afterWaking === tooLate) throw new SilenceError(limitMs);
  return afterWaking;
}
