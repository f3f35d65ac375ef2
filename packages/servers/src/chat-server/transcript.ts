import type { ChatMessage } from './chat-message.js';

/** Everything that was said in a chat, in order; replaced, never edited. */
export type Transcript = readonly ChatMessage[];

export const emptyTranscript: Transcript = [];

export function append(transcript: Transcript, message: Omit<ChatMessage, 'index'>): Transcript {
  return [...transcript, { ...message, index: nextPosition(transcript) }];
}

/** The index that the next message will have: the highest one and one. */
export const nextPosition = (transcript: Transcript): number => (transcript.at(-1)?.index ?? 0) + 1;

/** What a client asks for by `transcriptPosition`: 0 or nothing is no message, 1 is all, n is from the nth on. */
export function messagesFrom(transcript: Transcript, position: number | undefined): Transcript {
  return position === undefined || position === 0 ? [] : transcript.filter(({ index }) => index >= position);
}
