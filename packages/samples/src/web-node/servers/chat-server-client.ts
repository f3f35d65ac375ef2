import { z } from 'zod';
import { RefusedError } from '../refused-error.js';
import type { Server, ServerAnswer, ServerHttp } from './server-http.js';

/** Clients give up after 3 s; a refresh that waits 2.5 s for news must still fit. */
const limitMs = 2_000;
const beyondWaitMs = 350;
const listLimitMs = 900;

export const chatOperations = ['send', 'refresh', 'startTyping', 'stopTyping', 'disconnect'] as const;
export type ChatOperation = (typeof chatOperations)[number];

const errorEntrySchema = z.object({ code: z.number(), advice: z.string().default(''), message: z.string() });

const messageSchema = z.object({
  from: z.object({ nickname: z.string(), participantId: z.number(), type: z.string() }),
  index: z.int(),
  type: z.string(),
  utcTime: z.number(),
  text: z.string().optional(),
  messageType: z.string().optional(),
  userData: z.record(z.string(), z.string()).optional(),
});

const chatReplySchema = z.object({
  chatId: z.string().optional(),
  statusCode: z.int(),
  userId: z.string().optional(),
  secureKey: z.string().optional(),
  chatEnded: z.boolean().optional(),
  nextPosition: z.int().optional(),
  messages: z.array(messageSchema).optional(),
  errors: z.array(errorEntrySchema).optional(),
  userData: z.record(z.string(), z.string()).optional(),
});
/** What a Chat Server says of a chat; of bad input it says errors and little else. */
export type ChatReply = z.infer<typeof chatReplySchema>;

export interface ChatAnswer {
  readonly reply: ChatReply;
  readonly isBadInput: boolean;
}

const sessionSchema = z.object({
  chatId: z.string(),
  service: z.string(),
  subject: z.string().optional(),
  nickname: z.string(),
  state: z.enum(['waiting', 'active']),
  startedUtc: z.number(),
  participants: z.array(z.string()),
  messageCount: z.int(),
  lastText: z.string().optional(),
});
/** A chat that has not ended, as an agent's list shows it. */
export type ChatSummary = z.infer<typeof sessionSchema>;

/** What a Chat Server is to hear. */
export type ChatParameters = Readonly<Record<string, unknown>> & { readonly waitMs?: number | undefined };

/** Speaks to a Chat Server. Everything rejects with a ServerFailedError where the server cannot be reached. */
export interface ChatServerClient {
  create(server: Server, parameters: ChatParameters): Promise<ChatAnswer>;
  request(server: Server, chatId: string, operation: ChatOperation, parameters: ChatParameters): Promise<ChatAnswer>;
  /** The chats of one tenant on this server that have not ended. */
  list(server: Server, tenant: string): Promise<readonly ChatSummary[]>;
  /** Adds an agent to a chat; the reply carries the agent's own userId and secureKey. */
  join(
    server: Server,
    chatId: string,
    parameters: { readonly tenant: string; readonly nickname: string },
  ): Promise<ChatAnswer>;
}

export function chatServerClient(http: ServerHttp): ChatServerClient {
  const post = async (server: Server, path: string, body: ChatParameters): Promise<ChatAnswer> => {
    const patience = Math.max(limitMs, (body.waitMs ?? 0) + beyondWaitMs);
    return decodeReply(await http(server, { method: 'post', path, body, limitMs: patience }));
  };
  return {
    create: (server, parameters) => post(server, '/sessions', parameters),
    request: (server, chatId, operation, parameters) =>
      post(server, `/sessions/${encodeURIComponent(chatId)}/${operation}`, parameters),
    join: (server, chatId, parameters) => post(server, `/sessions/${encodeURIComponent(chatId)}/agents`, parameters),
    async list(server, tenant) {
      const answer = await http(server, { method: 'get', path: '/sessions', query: { tenant }, limitMs: listLimitMs });
      return z.object({ sessions: z.array(sessionSchema) }).parse(answer.body).sessions;
    },
  };
}

function decodeReply({ status, body }: ServerAnswer): ChatAnswer {
  const { data: reply, error } = chatReplySchema.safeParse(body);
  if (reply !== undefined) return { reply, isBadInput: status === 400 };
  const refusal = z.object({ error: z.object({ message: z.string() }) }).safeParse(body).data;
  if (refusal === undefined)
    throw new Error(`A Chat Server answered ${status} with a body that is no chat reply.`, { cause: error });
  if (status === 413) throw new RefusedError('PAYLOAD_TOO_LARGE', refusal.error.message, 'Send less.', 413);
  if (status === 403) throw new RefusedError('TENANT_NOT_SERVED', refusal.error.message, 'Start the chat again.');
  throw new RefusedError(
    'MALFORMED_REQUEST',
    refusal.error.message,
    'Correct the parameter and send the request again.',
  );
}
