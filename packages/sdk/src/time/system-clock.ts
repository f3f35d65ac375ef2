import type { Clock } from './clock.js';

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => performance.now(),
  wallClock: () => Date.now(),
  after(delayMs, task, options) {
    const timer = setTimeout(task, delayMs);
    if (options?.keepAlive !== true) timer.unref();
    return () => {
      clearTimeout(timer);
    };
  },
};
