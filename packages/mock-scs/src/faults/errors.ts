import { z } from 'zod';
import { Problem } from '../api/problem.js';
import { durationSchema, probabilitySchema } from './disturbance.js';
import type { Disturbance, FaultTools } from './disturbance.js';

export const errorsParameters = z.strictObject({
  durationMs: durationSchema,
  probability: probabilitySchema,
  status: z.int().min(500).max(599).default(503),
});

/** Fails at requests for the snapshot, events and objects. */
export const errors = (
  { status, probability }: z.infer<typeof errorsParameters>,
  { random }: FaultTools,
): Disturbance => ({
  effect: `requests for the snapshot, events and objects are answered ${status}, with probability ${probability}`,
  refusal: () =>
    random() < probability
      ? new Problem(status, 'FAULT_ON_COMMAND', 'This request was made to fail; see GET /api/v1/faults.')
      : undefined,
});
