import { z } from 'zod';
import { RefusedError } from '../refused-error.js';
import { answerOf } from '../servers/answer-of.js';
import type { ServerRefusal } from '../servers/answer-of.js';
import type { Server, ServerHttp } from '../servers/server-http.js';

/** Two attempts fit into the three seconds that clients wait. */
const limitMs = 1_300;

const callbackSchema = z.object({
  callbackId: z.string(),
  service: z.string(),
  name: z.string(),
  phoneNumber: z.string(),
  /** ISO 8601. */
  at: z.string(),
  state: z.enum(['new', 'due', 'done']),
});
/** A call that a customer asked for. */
export type Callback = z.infer<typeof callbackSchema>;

/** A call as the web tier asks for it. */
export interface CallbackWish {
  /** The same on every attempt: however often the call is asked for under it, it is one call. */
  readonly requestId: string;
  readonly tenant: string;
  readonly service: string;
  readonly name: string;
  readonly phoneNumber: string;
  /** ISO 8601, with its distance from UTC. */
  readonly at: string;
}

/** Speaks to a Callback Server. Everything rejects with a ServerFailedError where the server cannot be reached. */
export interface CallbackServerClient {
  /** Resolves once the call is stored. */
  request(server: Server, wish: CallbackWish): Promise<Callback>;
  list(server: Server, tenant: string): Promise<readonly Callback[]>;
  /** @returns false when somebody had called already */
  done(server: Server, callback: { readonly tenant: string; readonly callbackId: string }): Promise<boolean>;
}

export function callbackServerClient(http: ServerHttp): CallbackServerClient {
  return {
    async request(server, body) {
      const answer = await http(server, { method: 'post', path: '/callbacks', body, limitMs });
      return answerOf(server, answer, { schema: callbackSchema, refused: refusalOfCallback });
    },
    async list(server, tenant) {
      const answer = await http(server, { method: 'get', path: '/callbacks', query: { tenant }, limitMs });
      return answerOf(server, answer, { schema: z.object({ callbacks: z.array(callbackSchema) }) }).callbacks;
    },
    async done(server, { tenant, callbackId }) {
      const path = `/callbacks/${encodeURIComponent(callbackId)}/done`;
      const answer = await http(server, { method: 'post', path, body: { tenant }, limitMs });
      return answerOf(server, answer, { schema: z.object({ isFirst: z.boolean() }) }).isFirst;
    },
  };
}

function refusalOfCallback({ code, message }: ServerRefusal): RefusedError | undefined {
  switch (code) {
    case 'PHONE_NUMBER_MALFORMED':
      return new RefusedError(code, message, 'Send a number such as +12133734253.');
    case 'TIME_PASSED':
    case 'TIME_TOO_FAR':
      return new RefusedError('TIME_NOT_POSSIBLE', message, 'Send another time.');
    default:
      return undefined;
  }
}
