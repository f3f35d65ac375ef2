import type { Clock } from '@eservices-lb/sdk';
import { SmppError } from '../smpp/smpp-error.js';
import type { BoundServer } from './bound-server.js';
import type { MessageQueue } from './message-queue.js';
import type { StoredMessage } from './stored-message.js';

/** Until the queue is looked through again. */
const lookMs = 10;
const retryMs = 500;
/** What all have rejected is offered again after so long, or when another server is there. */
const rejectedByAllMs = 5_000;
const rejected = 'ESME_RX_R_APPN';

/** Delivers stored messages to bound SMS Servers until one has acknowledged each: store and forward. */
export class Delivery {
  readonly #queue: MessageQueue;
  readonly #clock: Clock;
  readonly #servers = new Set<BoundServer>();
  /** Those that every server has rejected. */
  readonly #nobodys = new Set<string>();
  #cancel: (() => void) | undefined;
  #turn = 0;
  #isClosed = false;

  constructor(queue: MessageQueue, clock: Clock) {
    this.#queue = queue;
    this.#clock = clock;
  }

  get servers(): readonly string[] {
    return [...this.#servers].map(({ systemId }) => systemId);
  }

  /** How many messages no server has taken that is bound. */
  get nobodys(): number {
    return this.#nobodys.size;
  }

  /** A server is there: also what the others have rejected is offered to it. */
  add(server: BoundServer): void {
    this.#servers.add(server);
    for (const messageId of this.#nobodys) this.#offerAgain(messageId);
    this.go();
  }

  remove(server: BoundServer): void {
    this.#servers.delete(server);
  }

  /** Something is to be delivered, or there is room for more. */
  go(): void {
    if (this.#isClosed) return;
    const room = [...this.#servers].reduce((sum, server) => sum + server.room, 0);
    const later: string[] = [];
    for (const message of this.#queue.takeWaiting(room)) {
      const server = this.#serverFor(message);
      if (server === undefined) later.push(message.messageId);
      else void this.#deliver(message, server);
    }
    this.#queue.putBack(later);
    if (this.#queue.isWaiting) this.goLater();
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel?.();
  }

  /** Those first that ask for the number; where these have rejected it, everybody else. */
  #serverFor({ from, rejectedBy, via }: StoredMessage): BoundServer | undefined {
    const possible = [...this.#servers].filter(({ systemId }) =>
      via === undefined ? !rejectedBy.includes(systemId) : systemId === via,
    );
    const asking = possible.filter((server) => server.asksFor(from));
    const free = (asking.length > 0 ? asking : possible).filter(({ room }) => room > 0);
    return free[this.#turn++ % free.length];
  }

  async #deliver(message: StoredMessage, server: BoundServer): Promise<void> {
    const { messageId } = message;
    this.#queue.change(messageId, { attempts: message.attempts + 1 });
    try {
      await server.deliver(message);
      this.#queue.acknowledged(messageId, server.systemId);
    } catch (error) {
      if (error instanceof SmppError && error.status === rejected) this.#rejected(message, server.systemId);
      else this.#clock.after(retryMs, () => this.#putBack(messageId));
    }
    this.goLater();
  }

  #rejected({ messageId, rejectedBy, via }: StoredMessage, by: string): void {
    const all = [...new Set([...rejectedBy, by])];
    this.#queue.change(messageId, { rejectedBy: all });
    if (via === undefined && !this.servers.every((systemId) => all.includes(systemId))) {
      this.#putBack(messageId);
      return;
    }
    this.#nobodys.add(messageId);
    this.#clock.after(rejectedByAllMs, () => {
      this.#offerAgain(messageId);
    });
  }

  #offerAgain(messageId: string): void {
    if (!this.#nobodys.delete(messageId)) return;
    this.#queue.change(messageId, { rejectedBy: [] });
    this.#putBack(messageId);
  }

  #putBack(messageId: string): void {
    this.#queue.putBack([messageId]);
    this.goLater();
  }

  /** Soon. */
  goLater(): void {
    if (this.#servers.size === 0) return;
    this.#cancel ??= this.#clock.after(lookMs, () => {
      this.#cancel = undefined;
      this.go();
    });
  }
}
