import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { ChatMessage, MessageType, Sender } from './chat-message.js';
import { append, emptyTranscript } from './transcript.js';
import type { Transcript } from './transcript.js';

/** Somebody in a chat, with what proves it. */
export interface Participant extends Sender {
  /** 16 hexadecimal digits. */
  readonly userId: string;
  /** 32 hexadecimal digits. */
  readonly secureKey: string;
  readonly isPresent: boolean;
}

export interface ChatOrigin {
  readonly chatId: string;
  readonly tenant: string;
  readonly service: string;
  readonly subject: string;
  /** The alias under which the web tier selected this Chat Server. */
  readonly alias: string;
}

/** A chat at one moment; replaced, never edited. */
export interface ChatSession extends ChatOrigin {
  readonly startedUtc: number;
  readonly participants: readonly Participant[];
  readonly transcript: Transcript;
  readonly isEnded: boolean;
}

const system: Sender = { nickname: 'System', participantId: 0, type: 'System' };

export function beginSession(origin: ChatOrigin, utcTime: number): ChatSession {
  return { ...origin, startedUtc: utcTime, participants: [], transcript: emptyTranscript, isEnded: false };
}

/** The chat with a new participant, who is the last in its list. */
export function join(
  session: ChatSession,
  { nickname, type }: Pick<Sender, 'nickname' | 'type'>,
  utcTime: number,
): ChatSession {
  const participant: Participant = {
    ...{ nickname, type, participantId: session.participants.length + 1, isPresent: true },
    userId: randomBytes(8).toString('hex'),
    secureKey: randomBytes(16).toString('hex'),
  };
  const joined = { ...session, participants: [...session.participants, participant] };
  return say(joined, participant, { type: 'ParticipantJoined', utcTime });
}

export interface Utterance {
  readonly type: MessageType;
  readonly utcTime: number;
  readonly text?: string | undefined;
  readonly messageType?: string | undefined;
}

export function say(
  session: ChatSession,
  sender: Sender,
  { type, utcTime, text, messageType }: Utterance,
): ChatSession {
  const { nickname, participantId } = sender;
  const message: Omit<ChatMessage, 'index'> = {
    ...{ from: { nickname, participantId, type: sender.type }, type, utcTime },
    ...(text !== undefined && { text }),
    ...(messageType !== undefined && { messageType }),
  };
  return { ...session, transcript: append(session.transcript, message) };
}

/** A participant goes. With the customer the chat ends; when an agent goes, the customer waits for another. */
export function leave(session: ChatSession, { participantId, type }: Sender, utcTime: number): ChatSession {
  const leaver = session.participants.find((one) => one.participantId === participantId);
  if (leaver?.isPresent !== true) return session;
  const participants = session.participants.map((one) => (one === leaver ? { ...one, isPresent: false } : one));
  const left = say({ ...session, participants }, leaver, { type: 'ParticipantLeft', utcTime });
  return type === 'Client' ? { ...left, isEnded: true } : left;
}

/** The chat ends by itself, with a line that says why. */
export function close(session: ChatSession, text: string, utcTime: number): ChatSession {
  return { ...say(session, system, { type: 'Notice', utcTime, text }), isEnded: true };
}

/** The participant whom user id and key prove, compared in constant time. */
export function proven(session: ChatSession, userId: string, secureKey: string): Participant | undefined {
  return session.participants.find((one) => isEqual(one.userId, userId) && isEqual(one.secureKey, secureKey));
}

function isEqual(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** Waiting for an agent, or with one. */
export const stateOf = ({ participants }: ChatSession): 'waiting' | 'active' =>
  participants.some(({ type, isPresent }) => type === 'Agent' && isPresent) ? 'active' : 'waiting';
