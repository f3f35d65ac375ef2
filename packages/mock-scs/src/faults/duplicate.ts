import { z } from 'zod';
import { durationSchema, probabilitySchema } from './disturbance.js';
import type { Disturbance, FaultTools } from './disturbance.js';
import { passingEvents } from './passing.js';

export const duplicateParameters = z.strictObject({ durationMs: durationSchema, probability: probabilitySchema });

/** Says events twice. */
export const duplicate = (
  { probability }: z.infer<typeof duplicateParameters>,
  { random }: FaultTools,
): Disturbance => ({
  effect: `events are sent twice, with probability ${probability}`,
  link: passingEvents(({ next }, frame) => {
    next(frame);
    if (random() < probability) next(frame);
  }),
});
