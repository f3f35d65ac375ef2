import { z } from 'zod';
import { answerOf } from '../servers/answer-of.js';
import type { Server, ServerHttp } from '../servers/server-http.js';

/** Two attempts fit into the three seconds that clients wait. */
const limitMs = 1_300;

const figuresSchema = z.object({
  waiting: z.array(z.object({ chatId: z.string(), estimatedWaitSeconds: z.number() })),
  active: z.int(),
  estimatedWaitSeconds: z.number(),
});
/** The queue of a tenant, as its Stat Server knows it: who waits, from the front on. */
export type ChatFigures = z.infer<typeof figuresSchema>;

/** Speaks to a Stat Server. Rejects with a ServerFailedError where the server cannot be reached. */
export interface StatServerClient {
  chatFigures(server: Server, tenant: string): Promise<ChatFigures>;
}

export function statServerClient(http: ServerHttp): StatServerClient {
  return {
    async chatFigures(server, tenant) {
      const answer = await http(server, { method: 'get', path: '/statistics/chat', query: { tenant }, limitMs });
      return answerOf(server, answer, { schema: figuresSchema });
    },
  };
}
