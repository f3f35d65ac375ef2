import { z } from 'zod';
import { answerOf } from '../servers/answer-of.js';
import type { Server, ServerHttp } from '../servers/server-http.js';

/** Nobody waits for a submission, but an agent for the list. */
const limitMs = 1_300;

const submittedSchema = z.object({
  interactionId: z.string(),
  media: z.enum(['chat', 'email']),
  service: z.string(),
  subject: z.string(),
  attributes: z.record(z.string(), z.string()),
  queue: z.string(),
  state: z.enum(['new', 'in-progress', 'done']),
  submittedUtc: z.number(),
});
/** A chat or e-mail in its queue. `submittedUtc` is ms since 1970. */
export type Interaction = z.infer<typeof submittedSchema>;

/** A chat or e-mail as the web tier submits it. */
export interface Submission {
  readonly interactionId: string;
  readonly media: 'chat' | 'email';
  readonly tenant: string;
  readonly service: string;
  readonly subject: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Speaks to an Interaction Server. Everything rejects with a ServerFailedError where the server cannot be reached. */
export interface InteractionServerClient {
  /** Resolves once the interaction is in its queue; submitted again, it is there once. */
  submit(server: Server, submission: Submission): Promise<Interaction>;
  list(server: Server, tenant: string): Promise<readonly Interaction[]>;
}

export function interactionServerClient(http: ServerHttp): InteractionServerClient {
  return {
    async submit(server, body) {
      const answer = await http(server, { method: 'post', path: '/interactions', body, limitMs });
      return answerOf(server, answer, { schema: submittedSchema });
    },
    async list(server, tenant) {
      const answer = await http(server, { method: 'get', path: '/interactions', query: { tenant }, limitMs });
      return answerOf(server, answer, { schema: z.object({ interactions: z.array(submittedSchema) }) }).interactions;
    },
  };
}
