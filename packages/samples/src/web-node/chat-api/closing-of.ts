import type { Response } from 'express';

/** Aborts when nobody waits for the answer any more. */
export function closingOf(response: Response): AbortSignal {
  const closing = new AbortController();
  response.on('close', () => {
    if (!response.writableFinished) closing.abort();
  });
  return closing.signal;
}
