import { z } from 'zod';
import { RefusedError } from '../refused-error.js';
import { ServerFailedError } from './server-failed-error.js';
import type { Server, ServerAnswer } from './server-http.js';
import { UnknownChatError } from './unknown-chat-error.js';

const errorEntrySchema = z.object({ code: z.number(), advice: z.string().default(''), message: z.string() });
const userDataSchema = z.record(z.string(), z.string());

const messageSchema = z.object({
  from: z.object({ nickname: z.string(), participantId: z.number(), type: z.string() }),
  index: z.int(),
  type: z.string(),
  utcTime: z.number(),
  text: z.string().optional(),
  messageType: z.string().optional(),
  userData: userDataSchema.optional(),
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
  userData: userDataSchema.optional(),
});
/** What a Chat Server says of a chat; of bad input it says errors and little else. */
export type ChatReply = z.infer<typeof chatReplySchema>;

export interface ChatAnswer {
  readonly reply: ChatReply;
  readonly isBadInput: boolean;
}

const refusalSchema = z.object({ error: z.object({ code: z.string().optional(), message: z.string() }) });

/**
 * What the Chat Server means by its answer.
 * @throws UnknownChatError, RefusedError, and ServerFailedError where it means nothing that we know, or it has lost the tenant
 */
export function decodeChatAnswer({ application }: Server, { status, body }: ServerAnswer): ChatAnswer {
  const { data: reply, error } = chatReplySchema.safeParse(body);
  if (reply !== undefined) return { reply, isBadInput: status === 400 };
  const refusal = refusalSchema.safeParse(body).data?.error;
  if (refusal === undefined) throw new ServerFailedError(application, true, { cause: error });
  const { code, message } = refusal;
  switch (status) {
    case 404:
      if (code === 'UNKNOWN_CHAT') throw new UnknownChatError(application);
      throw new RefusedError('UNKNOWN_ROUTE', message, 'This Chat Server cannot do that.', 404);
    case 413:
      throw new RefusedError('PAYLOAD_TOO_LARGE', message, 'Send less.', 413);
    case 403: // the tenant was taken from it, which the load balancer hears a moment later
      throw new ServerFailedError(application, false);
    default:
      throw new RefusedError('MALFORMED_REQUEST', message, 'Correct the parameter and send the request again.');
  }
}
