import { z } from 'zod';
import { durationSchema, probabilitySchema } from './disturbance.js';
import type { Disturbance, FaultTools } from './disturbance.js';
import { passingEvents } from './passing.js';

export const dropParameters = z.strictObject({ durationMs: durationSchema, probability: probabilitySchema });

/** Leaves events out. */
export const drop = ({ probability }: z.infer<typeof dropParameters>, { random }: FaultTools): Disturbance => ({
  effect: `events are left out, with probability ${probability}`,
  link: passingEvents(({ next }, frame) => {
    if (random() >= probability) next(frame);
  }),
});
