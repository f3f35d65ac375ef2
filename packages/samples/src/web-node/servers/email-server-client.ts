import { z } from 'zod';
import { RefusedError } from '../refused-error.js';
import type { Server, ServerAnswer, ServerHttp } from './server-http.js';

/** Two attempts fit into the three seconds that clients wait. */
const limitMs = 1_300;

/** A mail as the web tier takes it from a customer. */
export interface IncomingEmail {
  /** The same on every attempt: however often the mail is submitted under it, it is stored once. */
  readonly submissionId: string;
  readonly tenant: string;
  readonly service: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly fromAddress: string;
  readonly subject: string;
  readonly text: string;
  readonly mailbox?: string;
  readonly userData?: Readonly<Record<string, string>>;
}

const storedEmailSchema = z.object({
  interactionId: z.string(),
  service: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  fromAddress: z.string(),
  subject: z.string(),
  text: z.string(),
  receivedUtc: z.union([z.number(), z.string()]),
  state: z.enum(['new', 'answered']),
  acknowledged: z.boolean(),
  reply: z.unknown().optional(),
});
/** A stored mail, as an agent's list shows it. */
export type StoredEmail = z.infer<typeof storedEmailSchema>;

/** Speaks to an E-mail Server. Everything rejects with a ServerFailedError where the server cannot be reached. */
export interface EmailServerClient {
  /** Resolves once the mail is stored. */
  submit(server: Server, email: IncomingEmail): Promise<{ readonly interactionId: string }>;
  list(server: Server, tenant: string): Promise<readonly StoredEmail[]>;
  /** @returns false when somebody answered it already */
  reply(
    server: Server,
    interactionId: string,
    reply: { readonly tenant: string; readonly nickname: string; readonly text: string },
  ): Promise<boolean>;
}

export function emailServerClient(http: ServerHttp): EmailServerClient {
  return {
    async submit(server, email) {
      const answer = await http(server, { method: 'post', path: '/messages', body: email, limitMs });
      return z.object({ interactionId: z.string() }).parse(accepted(answer).body);
    },
    async list(server, tenant) {
      const answer = await http(server, { method: 'get', path: '/messages', query: { tenant }, limitMs });
      return z.object({ messages: z.array(storedEmailSchema) }).parse(accepted(answer).body).messages;
    },
    async reply(server, interactionId, reply) {
      const path = `/messages/${encodeURIComponent(interactionId)}/reply`;
      const answer = await http(server, { method: 'post', path, body: reply, limitMs });
      if (answer.status === 409) return false;
      accepted(answer);
      return true;
    },
  };
}

function accepted(answer: ServerAnswer): ServerAnswer {
  if (answer.status < 400) return answer;
  const refusal = z.object({ error: z.object({ message: z.string() }) }).safeParse(answer.body).data;
  const message = refusal?.error.message ?? `The E-mail Server refused the request (${answer.status}).`;
  if (answer.status === 413) throw new RefusedError('PAYLOAD_TOO_LARGE', message, 'Send less.', 413);
  throw new RefusedError('MALFORMED_REQUEST', message, 'Correct the request and send it again.');
}
