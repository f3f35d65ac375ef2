import { z } from 'zod';
import { answerOf } from './answer-of.js';
import { decodeChatAnswer } from './chat-reply.js';
import type { ChatAnswer } from './chat-reply.js';
import { fileNameOf } from './file-name-of.js';
import { ServerFailedError } from './server-failed-error.js';
import type { Server, ServerAnswer, ServerHttp } from './server-http.js';
import { UnknownChatError } from './unknown-chat-error.js';

const listLimitMs = 900;
/** More than the largest file that a Chat Server takes. */
const largestFile = 32 * 1024 * 1024;

/** What a participant can do in a chat, as the path of a Chat Server calls it. */
export const chatOperations = [
  ...(['send', 'refresh', 'startTyping', 'stopTyping', 'disconnect', 'pushUrl', 'updateNickname'] as const),
  ...(['customNotice', 'updateData', 'readReceipt', 'fileLimits'] as const),
] as const;
export type ChatOperation = (typeof chatOperations)[number];

const sessionSchema = z.object({
  chatId: z.string(),
  /** The alias of the Chat Server that has the chat. */
  alias: z.string(),
  service: z.string(),
  subject: z.string().optional(),
  nickname: z.string(),
  emailAddress: z.string().optional(),
  userData: z.record(z.string(), z.string()).optional(),
  state: z.enum(['waiting', 'active']),
  startedUtc: z.number(),
  participants: z.array(z.string()),
  messageCount: z.int(),
  unreadByAgent: z.int().optional(),
  lastText: z.string().optional(),
});
/** A chat that has not ended, as an agent's list shows it. */
export type ChatSummary = z.infer<typeof sessionSchema>;

/** What a Chat Server is to hear. */
export type ChatParameters = Readonly<Record<string, unknown>>;

/** For how long somebody waits for the answer of a Chat Server. */
export interface Patience {
  readonly limitMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** A participant of a chat, as requests about files name one. */
export interface ChatParticipant {
  readonly tenant: string;
  readonly userId?: string | undefined;
  readonly secureKey?: string | undefined;
}

/** A file as somebody sends it into a chat. */
export interface SentFile {
  readonly name: string;
  readonly type: string;
  readonly description?: string | undefined;
  readonly bytes: Buffer;
}

export interface Upload {
  readonly file: SentFile;
  /** The same on every attempt: a Chat Server takes each only once. */
  readonly requestId: string;
}

/** A file as it comes out of a chat. */
export type ReceivedFile = Pick<SentFile, 'name' | 'type' | 'bytes'>;

export interface Restoration {
  readonly tenant: string;
  /** The alias of the Chat Server that is asked. */
  readonly alias: string;
  /** Aliases that lead nowhere any more. */
  readonly lost: readonly string[];
}

const restoredSchema = z.object({ alias: z.string(), isRestored: z.boolean() });
/** Where the chat is: at the server that was asked, if it has restored it, or at another. */
export type Restored = z.infer<typeof restoredSchema>;

/**
 * Speaks to a Chat Server. Everything rejects with a ServerFailedError where the server cannot be reached, and with an UnknownChatError where
 * it does not have the chat.
 */
export interface ChatServerClient {
  create(server: Server, wish: ChatParameters & Patience): Promise<ChatAnswer>;
  /** `action`: an operation, or another path of the chat. */
  request(
    server: Server,
    chat: { chatId: string; action: string },
    wish: ChatParameters & Patience,
  ): Promise<ChatAnswer>;
  upload(server: Server, chatId: string, wish: Patience & ChatParticipant & Upload): Promise<ChatAnswer>;
  /** @returns the file, or what the Chat Server says instead */
  download(
    server: Server,
    file: { chatId: string; fileId: string },
    wish: ChatParticipant & Patience,
  ): Promise<ReceivedFile | ChatAnswer>;
  restore(server: Server, chatId: string, wish: Restoration & Patience): Promise<Restored>;
  /** The chats of one tenant on this server that have not ended. */
  list(server: Server, tenant: string): Promise<readonly ChatSummary[]>;
}

export function chatServerClient(http: ServerHttp): ChatServerClient {
  const post = (server: Server, path: string, { limitMs, signal, ...body }: ChatParameters & Patience) =>
    http(server, { method: 'post', path, body, limitMs, signal });
  return {
    async create(server, wish) {
      return decodeChatAnswer(server, await post(server, '/sessions', wish));
    },
    async request(server, { chatId, action }, wish) {
      return decodeChatAnswer(server, await post(server, `${pathOf(chatId)}/${action}`, wish));
    },
    async upload(server, chatId, { limitMs, signal, file: { bytes, ...file }, ...participant }) {
      const said = Buffer.from(JSON.stringify({ ...participant, ...file })).toString('base64url');
      const path = `${pathOf(chatId)}/files`;
      const headers = { 'x-chat-file': said };
      const answer = await http(server, { method: 'post', path, headers, body: bytes, limitMs, signal });
      return decodeChatAnswer(server, answer);
    },
    async download(server, { chatId, fileId }, { limitMs, signal, ...body }) {
      const path = `${pathOf(chatId)}/files/${encodeURIComponent(fileId)}/download`;
      const wish = { method: 'post', path, body, limitMs, signal, largestAnswer: largestFile } as const;
      const answer = await http(server, wish);
      return receivedFile(answer) ?? decodeChatAnswer(server, answer);
    },
    async restore(server, chatId, wish) {
      const answer = await post(server, `${pathOf(chatId)}/restore`, { ...wish });
      const { data } = restoredSchema.safeParse(answer.body);
      if (data !== undefined) return data;
      // A Chat Server that knows nothing of restoration has nothing to restore either.
      if (answer.status === 404) throw new UnknownChatError(server.application);
      decodeChatAnswer(server, answer);
      throw new ServerFailedError(server.application, true);
    },
    async list(server, tenant) {
      const answer = await http(server, { method: 'get', path: '/sessions', query: { tenant }, limitMs: listLimitMs });
      return answerOf(server, answer, { schema: z.object({ sessions: z.array(sessionSchema) }) }).sessions;
    },
  };
}

const pathOf = (chatId: string): string => `/sessions/${encodeURIComponent(chatId)}`;

function receivedFile(answer: ServerAnswer): ReceivedFile | undefined {
  const name = fileNameOf(answer);
  if (answer.status !== 200 || name === undefined) return undefined;
  return { name, type: answer.headers['content-type'] ?? '', bytes: answer.bytes };
}
