import type { MessageType } from './chat-message.js';
import type { OperationRequest } from './chat-request.js';
import { change, leave, saidAt, say } from './chat-session.js';
import type { ChatSession, Participant } from './chat-session.js';
import { repeatedIn, trusted } from './doubts.js';

/** What a participant wishes, and when. */
export interface Wish extends OperationRequest {
  readonly participant: Participant;
  readonly utcTime: number;
}

/** The chat as it is after it; the very same chat where nothing changes. */
type Operation = (session: ChatSession, wish: Wish) => ChatSession;

const typing =
  (type: MessageType): Operation =>
  (session, { participant, utcTime, message: text }) =>
    say(session, participant, { type, utcTime, text });

/** What a participant can do in a chat, by the last part of the path. What is said to a chat that has ended goes nowhere. */
export const chatOperations = {
  /** What its sender sends again, because the answer did not arrive, is said once. */
  send(session, { participant, utcTime, message: text, messageType = 'text', requestId, transcriptPosition }) {
    if (text === undefined || text === '') return session;
    const { participantId } = participant;
    const repeated = repeatedIn(session, { participantId, text, utcTime, transcriptPosition });
    const heard = trusted(session, participant);
    if (repeated === undefined)
      return say(heard, participant, { type: 'Message', utcTime, text, messageType, requestId });
    return requestId === undefined ? heard : saidAt(heard, { requestId, index: repeated });
  },

  /** With a message, that is what the participant is typing. */
  refresh(session, { participant, utcTime, message: text }) {
    const { last } = session.transcript;
    const isKnown = last?.type === 'TypingStarted' && last.from.participantId === participant.participantId;
    if (text === undefined || text === '' || (isKnown && last.text === text)) return session;
    return say(session, participant, { type: 'TypingStarted', utcTime, text });
  },

  startTyping: typing('TypingStarted'),
  stopTyping: typing('TypingStopped'),

  disconnect: (session, { participant, utcTime }) => leave(session, participant, utcTime),

  pushUrl(session, { participant, utcTime, pushUrl: text, requestId }) {
    return say(session, participant, { type: 'PushUrl', utcTime, text, requestId });
  },

  updateNickname(session, { participant, utcTime, nickname }) {
    if (nickname === undefined || nickname === participant.nickname) return session;
    const renamed = change(session, participant, { nickname });
    return say(renamed, { ...participant, nickname }, { type: 'NicknameUpdated', utcTime, text: nickname });
  },

  customNotice(session, { participant, utcTime, message: text, requestId }) {
    return say(session, participant, { type: 'CustomNotice', utcTime, text, requestId });
  },

  updateData: (session, { userData }) => ({ ...session, userData: { ...session.userData, ...userData } }),

  readReceipt(session, { participant, transcriptPosition = 0 }) {
    const readTo = Math.min(transcriptPosition, session.transcript.last?.index ?? 0);
    return readTo > participant.readTo ? change(session, participant, { readTo }) : session;
  },
} satisfies Record<string, Operation>;

export type OperationName = keyof typeof chatOperations;
