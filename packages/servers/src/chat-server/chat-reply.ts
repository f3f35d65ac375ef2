import type { ChatMessage, UserData } from './chat-message.js';
import type { ChatSession, Participant } from './chat-session.js';

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
  readonly userData?: UserData;
  readonly errors?: readonly ChatProblem[];
}

export interface Asking {
  readonly participant: Pick<Participant, 'userId' | 'participantId'>;
  /** As it was sent: only its digest is kept. */
  readonly secureKey: string;
  readonly transcriptPosition?: number | undefined;
}

export function replyTo({ participant, secureKey, transcriptPosition }: Asking, session: ChatSession): ChatReply {
  const { chatId, isEnded, transcript } = session;
  const userData = userDataFor(participant, session);
  const messages = withinBounds(transcript.from(transcriptPosition));
  const last = messages.at(-1);
  return {
    ...{ chatId, statusCode: 0, userId: participant.userId, secureKey, chatEnded: isEnded },
    // Of a long transcript one part at a time: whoever asks from the next position on gets the next part.
    nextPosition: last === undefined ? transcript.nextPosition : last.index + 1,
    messages,
    ...(Object.keys(userData).length > 0 && { userData }),
  };
}

/** Letters of a message beside its text, at most about. */
const longestFrame = 300;
const longestPart = 512 * 1024;

/** As many messages from the first on as an answer has room for, one at least. */
function withinBounds(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  let length = 0;
  const end = messages.findIndex((message, n) => {
    length += (message.text?.length ?? 0) + longestFrame + JSON.stringify(message.userData ?? {}).length;
    return n > 0 && length > longestPart;
  });
  return end === -1 ? messages : messages.slice(0, end);
}

/** The chat's user data, and under `read-position` up to which index somebody else has read. */
function userDataFor({ participantId }: Asking['participant'], { userData, participants }: ChatSession): UserData {
  const readTo = Math.max(0, ...participants.map((one) => (one.participantId === participantId ? 0 : one.readTo)));
  return readTo === 0 ? userData : { ...userData, 'read-position': String(readTo) };
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
