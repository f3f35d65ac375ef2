import { z } from 'zod';
import { durationSchema } from './disturbance.js';
import type { Disturbance } from './disturbance.js';

export const cutStreamsParameters = z.strictObject({ durationMs: durationSchema.default(1) });

/** Cuts every open stream, and every one that is opened while it is on. */
export const cutStreams = (): Disturbance => ({
  effect: 'event streams are cut',
  link({ stream }) {
    stream.cut();
    return { send: () => undefined, release: () => undefined };
  },
});
