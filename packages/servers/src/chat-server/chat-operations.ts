import type { MessageType } from './chat-message.js';
import type { OperationRequest } from './chat-request.js';
import { leave, say } from './chat-session.js';
import type { ChatSession, Participant } from './chat-session.js';
import type { ChatSessions } from './chat-sessions.js';
import { nextPosition } from './transcript.js';

export interface OperationContext {
  readonly wish: OperationRequest;
  readonly participant: Participant;
  readonly utcTime: number;
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

type Operation = (session: ChatSession, sessions: ChatSessions, context: OperationContext) => void | Promise<void>;

const typing =
  (type: MessageType): Operation =>
  (session, sessions, { participant, utcTime, wish }) => {
    sessions.replace(say(session, participant, { type, utcTime, text: wish.message }));
  };

/** What a participant can do in a chat, by the last part of the path. What is said to a chat that has ended goes nowhere. */
export const chatOperations: Readonly<
  Record<'send' | 'refresh' | 'startTyping' | 'stopTyping' | 'disconnect', Operation>
> = {
  send(session, sessions, { participant, utcTime, wish }) {
    const { message, messageType = 'text' } = wish;
    if (message === undefined || message === '') return;
    sessions.replace(say(session, participant, { type: 'Message', utcTime, text: message, messageType }));
  },

  /** With `waitMs`, holds the answer until there is something at or after the position asked for. */
  async refresh(session, sessions, { wish, signal }) {
    const { waitMs = 0, transcriptPosition = 0 } = wish;
    const hasNews =
      session.isEnded || transcriptPosition === 0 || nextPosition(session.transcript) > transcriptPosition;
    if (waitMs > 0 && !hasNews) await sessions.news(session.chatId, waitMs, signal);
  },

  startTyping: typing('TypingStarted'),
  stopTyping: typing('TypingStopped'),

  disconnect(session, sessions, { participant, utcTime }) {
    sessions.replace(leave(session, participant, utcTime));
  },
};
