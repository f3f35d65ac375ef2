import { randomBytes } from 'node:crypto';
import type { Doubt } from './doubts.js';
import type { ChatMessage, MessageType, Sender, UserData } from './chat-message.js';
import { digestOf, isSameDigest, newSecureKey } from './secure-key.js';
import { Transcript } from './transcript.js';

/** Somebody in a chat, with what proves it. */
export interface Participant extends Sender {
  /** 16 hexadecimal digits. */
  readonly userId: string;
  /** What {@link digestOf} makes of its secure key. */
  readonly keyDigest: string;
  readonly isPresent: boolean;
  /** Has read everything up to this index. */
  readonly readTo: number;
}

export interface ChatOrigin {
  readonly chatId: string;
  readonly tenant: string;
  readonly service: string;
  readonly subject: string;
  readonly emailAddress: string;
  /** Under which the web tier reaches the Chat Server that has the chat. */
  readonly alias: string;
}

export interface SaidBy {
  readonly requestId: string;
  readonly index: number;
}

/** A chat at one moment; replaced, never edited. */
export interface ChatSession extends ChatOrigin {
  /** How many Chat Servers have had it, this one included. */
  readonly generation: number;
  readonly startedUtc: number;
  readonly userData: UserData;
  readonly participants: readonly Participant[];
  readonly transcript: Transcript;
  /** The requests that have said something lately, and the indexes of what they said: each says it once. */
  readonly saidBy: readonly SaidBy[];
  /** What its sender may send again, not knowing that it is there; one for each participant at most. */
  readonly doubts: readonly Doubt[];
  readonly isEnded: boolean;
}

export const system: Sender = { nickname: 'System', participantId: 0, type: 'System' };

export function beginSession(origin: ChatOrigin, startedUtc: number, userData: UserData = {}): ChatSession {
  return {
    ...origin,
    ...{ startedUtc, userData, generation: 1, participants: [], saidBy: [], doubts: [], isEnded: false },
    transcript: Transcript.empty,
  };
}

export interface Joined {
  readonly session: ChatSession;
  readonly participant: Participant;
  /** Told once, and kept nowhere. */
  readonly secureKey: string;
}

/** The chat with a new participant. */
export function join(
  session: ChatSession,
  { nickname, type }: Pick<Sender, 'nickname' | 'type'>,
  utcTime: number,
): Joined {
  const secureKey = newSecureKey();
  const participant: Participant = {
    ...{ nickname, type, participantId: session.participants.length + 1, isPresent: true, readTo: 0 },
    userId: randomBytes(8).toString('hex'),
    keyDigest: digestOf(secureKey),
  };
  const joined = { ...session, participants: [...session.participants, participant] };
  return { participant, secureKey, session: say(joined, participant, { type: 'ParticipantJoined', utcTime }) };
}

export interface Utterance {
  readonly type: MessageType;
  readonly utcTime: number;
  readonly text?: string | undefined;
  readonly messageType?: string | undefined;
  readonly userData?: UserData | undefined;
  /** The same request says the same once. */
  readonly requestId?: string | undefined;
}

const mostRequestIds = 100;

/** What the request says is at this index. */
export function saidAt(session: ChatSession, said: SaidBy): ChatSession {
  return { ...session, saidBy: [...session.saidBy.slice(1 - mostRequestIds), said] };
}

export function say(session: ChatSession, sender: Sender, utterance: Utterance): ChatSession {
  const { type, utcTime, text, messageType, userData, requestId } = utterance;
  if (requestId !== undefined && session.saidBy.some((one) => one.requestId === requestId)) return session;
  const { nickname, participantId } = sender;
  const message: Omit<ChatMessage, 'index'> = {
    ...{ from: { nickname, participantId, type: sender.type }, type, utcTime },
    ...(text !== undefined && { text }),
    ...(messageType !== undefined && { messageType }),
    ...(userData !== undefined && { userData }),
  };
  const said = { ...session, transcript: session.transcript.append(message) };
  return requestId === undefined ? said : saidAt(said, { requestId, index: session.transcript.nextPosition });
}

/** The participant with a change. */
export function change(
  session: ChatSession,
  { participantId }: Sender,
  difference: Partial<Pick<Participant, 'nickname' | 'isPresent' | 'readTo'>>,
): ChatSession {
  const participants = session.participants.map((one) =>
    one.participantId === participantId ? { ...one, ...difference } : one,
  );
  return { ...session, participants };
}

/** A participant goes. With the customer the chat ends; when an agent goes, the customer waits for another. */
export function leave(session: ChatSession, { participantId, type }: Sender, utcTime: number): ChatSession {
  const leaver = session.participants.find((one) => one.participantId === participantId);
  if (leaver?.isPresent !== true) return session;
  const left = say(change(session, leaver, { isPresent: false }), leaver, { type: 'ParticipantLeft', utcTime });
  return type === 'Client' ? { ...left, isEnded: true } : left;
}

/** The chat ends by itself, with a line that says why. */
export function close(
  session: ChatSession,
  { text, type = 'Notice', utcTime }: { readonly text: string; readonly type?: MessageType; readonly utcTime: number },
): ChatSession {
  return { ...say(session, system, { type, utcTime, text }), isEnded: true };
}

/** Whether nothing of a chat is to be stored anew: what requests said and may say again is known to its Chat Server alone. */
export const isStoredAlike = (one: ChatSession, other: ChatSession): boolean =>
  one.transcript === other.transcript &&
  one.participants === other.participants &&
  one.userData === other.userData &&
  one.isEnded === other.isEnded;

/** The participant whom user id and key prove, compared in constant time. */
export function proven(session: ChatSession, userId: string, secureKey: string): Participant | undefined {
  const digest = digestOf(secureKey);
  return session.participants.find((one) => one.userId === userId && isSameDigest(one.keyDigest, digest));
}

/** Waiting for an agent, or with one. */
export const stateOf = ({ participants }: ChatSession): 'waiting' | 'active' =>
  participants.some(({ type, isPresent }) => type === 'Agent' && isPresent) ? 'active' : 'waiting';
