import type { ChatMessage } from './chat-message.js';
import type { ChatSession, Participant } from './chat-session.js';
import { messagesFrom, nextPosition } from './transcript.js';

export interface ChatProblem {
  readonly code: number;
  readonly advice: string;
  readonly message: string;
}

/** The answer of Chat API Version 2, without the alias, which is the web tier's affair. */
export interface ChatReply {
  readonly chatId: string;
  readonly statusCode: 0 | 2;
  readonly userId: string;
  readonly secureKey: string;
  readonly chatEnded: boolean;
  readonly nextPosition: number;
  readonly messages: readonly ChatMessage[];
  readonly errors?: readonly ChatProblem[];
}

export function replyTo(
  { userId, secureKey }: Participant,
  { chatId, isEnded, transcript }: ChatSession,
  transcriptPosition: number | undefined,
): ChatReply {
  return {
    ...{ chatId, statusCode: 0, userId, secureKey, chatEnded: isEnded, nextPosition: nextPosition(transcript) },
    messages: messagesFrom(transcript, transcriptPosition),
  };
}

/** One answer for a chat that is over, one that never was, one of another tenant, and a wrong key: an outsider cannot tell them apart. */
export function noSuchChat(chatId: string): ChatReply {
  const problem: ChatProblem = {
    code: 1,
    advice: 'Start a new chat.',
    message: 'This chat is over, or it is not yours.',
  };
  return {
    ...{ chatId, statusCode: 2, userId: '', secureKey: '', chatEnded: true, nextPosition: 1, messages: [] },
    errors: [problem],
  };
}

/** Bad input, with the numbers that clients of the API know. */
export const badInput = (problems: readonly ChatProblem[]): { statusCode: 2; errors: readonly ChatProblem[] } => ({
  statusCode: 2,
  errors: problems,
});
