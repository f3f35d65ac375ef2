import type { Clock } from './clock.js';

/** A timer of Node.js that is to wait longer ends at once. ms */
const longestMs = 2 ** 31 - 1;

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => performance.now(),
  wallClock: () => Date.now(),
  after(delayMs, task, options) {
    let timer: NodeJS.Timeout;
    const wait = (leftMs: number): void => {
      const isLong = leftMs > longestMs;
      timer = setTimeout(isLong ? () => wait(leftMs - longestMs) : task, Math.min(leftMs, longestMs));
      if (options?.keepAlive !== true) timer.unref();
    };
    wait(delayMs);
    return () => {
      clearTimeout(timer);
    };
  },
};
