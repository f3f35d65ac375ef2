import { z } from 'zod';
import { answerOf } from '../servers/answer-of.js';
import type { Server, ServerHttp } from '../servers/server-http.js';

/** Two attempts fit into the three seconds that clients wait. */
const limitMs = 1_300;

const historySchema = z.object({
  contact: z
    .object({ emailAddress: z.string(), name: z.string(), firstSeenUtc: z.number(), lastSeenUtc: z.number() })
    .optional(),
  interactions: z.array(
    z.object({
      id: z.string(),
      media: z.enum(['chat', 'email']),
      service: z.string(),
      subject: z.string(),
      startedUtc: z.number(),
      excerpt: z.string(),
      state: z.string(),
    }),
  ),
});
/** Who a customer is, and what he began before, newest first. Times are ms since 1970. */
export type ContactHistory = z.infer<typeof historySchema>;

/** Speaks to a Universal Contact Server. Rejects with a ServerFailedError where the server cannot be reached. */
export interface ContactServerClient {
  history(server: Server, contact: { readonly tenant: string; readonly emailAddress: string }): Promise<ContactHistory>;
}

export function contactServerClient(http: ServerHttp): ContactServerClient {
  return {
    async history(server, { tenant, emailAddress }) {
      const query = { tenant, emailAddress };
      const answer = await http(server, { method: 'get', path: '/contacts', query, limitMs });
      return answerOf(server, answer, { schema: historySchema });
    },
  };
}
