import { z } from 'zod';
import { durationSchema } from './disturbance.js';
import type { Disturbance } from './disturbance.js';

export const silenceParameters = z.strictObject({ durationMs: durationSchema });

/** Says nothing on streams, not even heartbeats, and keeps them open. What was not said then is never said. */
export const silence = (): Disturbance => ({
  effect: 'event streams stay silent, with open sockets',
  link: () => ({ send: () => undefined, release: () => undefined }),
});
