import type { StoredMessage } from './stored-message.js';

const mostStored = 300_000;
const mostDeliveredKept = 200_000;

/** The messages that the SMS Center stores until an SMS Server has acknowledged them; in memory, for it is a simulator. */
export class MessageQueue {
  readonly #messages = new Map<string, StoredMessage>();
  #waiting: string[] = [];
  #delivered: string[] = [];
  delivered = 0;

  get isFull(): boolean {
    return this.#messages.size >= mostStored;
  }

  /** How many are not acknowledged. */
  get unacknowledged(): number {
    return this.#messages.size - this.#delivered.length;
  }

  add(message: StoredMessage): void {
    this.#messages.set(message.messageId, message);
    this.#waiting.push(message.messageId);
  }

  find(messageId: string): StoredMessage | undefined {
    return this.#messages.get(messageId);
  }

  change(messageId: string, change: Partial<StoredMessage>): void {
    const message = this.#messages.get(messageId);
    if (message !== undefined) this.#messages.set(messageId, { ...message, ...change });
  }

  get isWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** So many of those that wait to be delivered; they are out of the queue until they are put back. */
  takeWaiting(most: number): readonly StoredMessage[] {
    return this.#waiting.splice(0, most).flatMap((messageId) => this.#messages.get(messageId) ?? []);
  }

  /** They are to be delivered (again). */
  putBack(messageIds: readonly string[]): void {
    this.#waiting.push(...messageIds);
  }

  acknowledged(messageId: string, deliveredTo: string): void {
    this.change(messageId, { state: 'delivered', deliveredTo });
    this.delivered += 1;
    this.#delivered.push(messageId);
    if (this.#delivered.length <= mostDeliveredKept) return;
    for (const old of this.#delivered.splice(0, mostDeliveredKept / 10)) this.#messages.delete(old);
  }

  /** The latest messages, newest last. */
  list(most: number, state?: StoredMessage['state']): readonly StoredMessage[] {
    return [...this.#messages.values()].filter((one) => state === undefined || one.state === state).slice(-most);
  }
}
