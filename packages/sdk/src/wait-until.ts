import { ClosedError } from './errors/closed-error.js';
import type { Clock } from './time/clock.js';

export interface WaitParts {
  readonly clock: Clock;
  /** Calls back after every change that may let the attempt succeed; returns its undoing. */
  readonly onChange: (listener: () => void) => () => void;
  readonly closed: AbortSignal;
}

/**
 * Resolves with what `attempt` returns as soon as it returns something, trying now and after every change of the view.
 * Without a time limit it waits for ever.
 * @throws what `onTimeout` returns at the time limit, what `attempt` throws at once, ClosedError
 */
export function waitUntil<T>(
  attempt: () => T | undefined,
  { timeoutMs, onTimeout }: { readonly timeoutMs: number | undefined; readonly onTimeout: () => Error },
  { clock, onChange, closed }: WaitParts,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      cancel();
      stop();
      closed.removeEventListener('abort', close);
      act();
    };
    const close = (): void => {
      settle(() => {
        reject(new ClosedError());
      });
    };
    const tryNow = (): void => {
      try {
        const value = attempt();
        if (value !== undefined) {
          settle(() => {
            resolve(value);
          });
        }
      } catch (error) {
        settle(() => {
          reject(error instanceof Error ? error : new Error(String(error)));
        });
      }
    };
    const fail = (): void => {
      settle(() => {
        reject(onTimeout());
      });
    };
    const cancel = timeoutMs === undefined ? noTimer : clock.after(timeoutMs, fail, { keepAlive: true });
    const stop = onChange(tryNow);
    closed.addEventListener('abort', close);
    if (closed.aborted) close();
    else tryNow();
  });
}

const noTimer = (): void => undefined;
