import { z } from 'zod';

const mostAttributes = 100;
const attributes = z
  .record(z.string().min(1).max(255), z.string().max(4_096))
  .refine((found) => Object.keys(found).length <= mostAttributes, 'a hundred are the most')
  .default({});
const name = z.string().min(1).max(255);

/** Where a strategy sends an interaction, with the attributes that it found on the way. */
export const outcomeSchema = z.discriminatedUnion('to', [
  z.object({ to: z.literal('queue'), queue: name, attributes }),
  /** The agent was reserved before, under the same request. */
  z.object({ to: z.literal('agent'), agent: name, attributes }),
  z.object({ to: z.literal('end'), attributes }),
  /** Nothing that the strategy says can be done with it: somebody has to look. */
  z.object({ to: z.literal('set-aside'), reason: z.string().min(1).max(4_096), attributes }),
]);
export type Outcome = z.infer<typeof outcomeSchema>;
