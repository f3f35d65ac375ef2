import type { ChatMessage } from './chat-message.js';
import type { ChatSession, SaidBy } from './chat-session.js';

/** A message that is in the chat, whose sender may not have heard so: what clients do then is to send it again. */
export interface Doubt {
  readonly participantId: number;
  readonly index: number;
}

/** After so long, who says the same means it, ms. */
const longestDoubtMs = 30_000;

/** What the former owner of a chat took last from each participant: its answer may be lost with it. */
export function lastWords(messages: readonly ChatMessage[]): readonly Doubt[] {
  const last = new Map<number, Doubt>();
  for (const { type, from, index } of messages) {
    if (type === 'Message') last.set(from.participantId, { participantId: from.participantId, index });
  }
  return [...last.values()];
}

/** The answer to a request that said something could not be handed over. */
export function doubted(
  session: ChatSession,
  { participantId }: Pick<Doubt, 'participantId'>,
  requestId: string,
): ChatSession {
  const said = session.saidBy.find((one) => one.requestId === requestId);
  if (said === undefined) return session;
  const others = session.doubts.filter((one) => one.participantId !== participantId);
  return { ...session, doubts: [...others, { participantId, index: said.index }] };
}

/** The participant has been heard again: from now on, what it says it means. */
export function trusted(session: ChatSession, { participantId }: Pick<Doubt, 'participantId'>): ChatSession {
  const doubts = session.doubts.filter((one) => one.participantId !== participantId);
  return doubts.length === session.doubts.length ? session : { ...session, doubts };
}

export interface SaidAgain {
  readonly participantId: number;
  readonly text: string;
  readonly utcTime: number;
  /** From where on the sender wants to hear: who has seen the message knows that it is there. */
  readonly transcriptPosition?: number | undefined;
}

/** The index of the message that this one repeats, because its sender did not hear that it is there. */
export function repeatedIn(session: ChatSession, said: SaidAgain): SaidBy['index'] | undefined {
  const index = session.doubts.find(({ participantId }) => participantId === said.participantId)?.index;
  if (index === undefined || (said.transcriptPosition ?? 0) > index) return undefined;
  const message = session.transcript.since(index)[0];
  const isSame = message?.text === said.text && said.utcTime - message.utcTime <= longestDoubtMs;
  return isSame ? index : undefined;
}
