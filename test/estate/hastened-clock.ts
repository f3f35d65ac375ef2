import { systemClock } from '@eservices-lb/sdk';
import type { Clock } from '@eservices-lb/sdk';

/** A clock that goes so many times faster than the machine's, so that a process with long limits shows within a test what it does at their end. */
export const hastenedClock = (times: number): Clock => ({
  now: () => systemClock.now() * times,
  wallClock: () => systemClock.wallClock(),
  after: (delayMs, task, options) => systemClock.after(delayMs / times, task, options),
});
