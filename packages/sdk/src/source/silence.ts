import type { Clock } from '../time/clock.js';

/** Nothing was heard for longer than a living control server is silent. */
export class SilenceError extends Error {
  override readonly name = 'SilenceError';
  constructor(readonly silentMs: number) {
    super(`the control server has been silent for ${silentMs} ms`);
  }
}

/**
 * Passes chunks on, and throws where none has come for `limitMs`: any chunk is a sign of life (R39). The chunks' iterator is returned in every case.
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

function nextOrSilence<T>(iterator: AsyncIterator<T>, limitMs: number, clock: Clock): Promise<IteratorResult<T>> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(limitMs, () => {
      reject(new SilenceError(limitMs));
    });
    iterator.next().then(resolve, reject).finally(cancel);
  });
}
