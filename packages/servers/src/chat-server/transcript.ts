import type { ChatMessage } from './chat-message.js';

/**
 * Everything that was said in a chat up to some moment, in order. A transcript never changes; the one that follows it shares its messages, so
 * that a line more costs the same however long the chat is.
 */
export class Transcript {
  static readonly empty = new Transcript([], 0);

  readonly #messages: ChatMessage[];
  readonly length: number;

  private constructor(messages: ChatMessage[], length: number) {
    this.#messages = messages;
    this.length = length;
  }

  /** @param messages in order, with indexes that rise */
  static of(messages: readonly ChatMessage[]): Transcript {
    return new Transcript([...messages], messages.length);
  }

  append(message: Omit<ChatMessage, 'index'>): Transcript {
    // Only the longest transcript of a chat may add to what all of them share.
    const isLatest = this.#messages.length === this.length && this.length > 0;
    const messages = isLatest ? this.#messages : this.#messages.slice(0, this.length);
    messages.push({ ...message, index: this.nextPosition });
    return new Transcript(messages, messages.length);
  }

  /** The index that the next message will have: the highest one and one. */
  get nextPosition(): number {
    return (this.last?.index ?? 0) + 1;
  }

  get last(): ChatMessage | undefined {
    return this.#messages[this.length - 1];
  }

  /** The messages at and after the index, and no later than this transcript. */
  since(index: number): readonly ChatMessage[] {
    let from = this.length;
    while (from > 0 && (this.#messages[from - 1]?.index ?? 0) >= index) from -= 1;
    return this.#messages.slice(from, this.length);
  }

  /** What a client asks for by `transcriptPosition`: 0 or nothing is no message, 1 is all, n is from the nth on. */
  from(position: number | undefined): readonly ChatMessage[] {
    return position === undefined || position === 0 ? [] : this.since(position);
  }

  /** How many messages are of a kind. */
  count(type: ChatMessage['type']): number {
    let count = 0;
    for (let n = 0; n < this.length; n += 1) if (this.#messages[n]?.type === type) count += 1;
    return count;
  }

  /** The last one of a kind. */
  lastOf(type: ChatMessage['type']): ChatMessage | undefined {
    for (let n = this.length - 1; n >= 0; n -= 1) if (this.#messages[n]?.type === type) return this.#messages[n];
    return undefined;
  }
}
