import { delay } from '../../packages/sdk/src/time/delay.js';
import type { Flow } from './toxic.js';

/** Resolves after so long, or at once when the toxic is taken away. Never rejects. */
export const pause = ({ clock, signal }: Pick<Flow, 'clock' | 'signal'>, ms: number): Promise<void> =>
  ms <= 0 ? Promise.resolve() : delay(clock, ms, signal);

/** Resolves when the toxic is taken away. */
export function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
