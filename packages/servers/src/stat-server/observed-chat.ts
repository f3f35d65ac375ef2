import { z } from 'zod';

/** A chat as a Chat Server lists it. */
export const observedChatSchema = z.object({
  chatId: z.string(),
  state: z.enum(['waiting', 'active']),
  /** Milliseconds since 1970. */
  startedUtc: z.number(),
});
export type ObservedChat = z.infer<typeof observedChatSchema>;
