import { z } from 'zod';
import { outcomeSchema } from '../../universal-routing-server/outcome.js';

const name = z.string().min(1).max(255);
const requestId = z.string().min(1).max(64);

/** What a routing server says of itself. */
export const helloSchema = z.object({
  application: name,
  strategies: z.array(z.object({ name, tenant: name })).max(1_000),
  agentReservation: z.boolean(),
  /** It takes interactions at the moment. */
  isTaking: z.boolean().default(true),
});

export type Hello = z.infer<typeof helloSchema>;

export const finishedSchema = z.object({ requestId, outcome: outcomeSchema });

export const reserveSchema = z.object({ requestId, agent: name, atMost: z.int().min(1).max(1_000) });

export const callSchema = z.object({
  requestId,
  /** The how-manieth call of this run it is. */
  number: z.int().min(1).max(1_000),
  ...{ service: name, operation: name },
  parameters: z.record(name, z.string().max(4_096)),
  repeatable: z.boolean(),
  timeoutMs: z.int().min(1).max(60_000),
});
export type Call = z.infer<typeof callSchema>;
