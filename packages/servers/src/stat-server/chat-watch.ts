import type { Clock } from '@eservices-lb/sdk';
import { ChatStatistics } from './chat-statistics.js';
import type { ChatFigures } from './chat-statistics.js';
import type { AskChatServer, ChatServer } from './chat-servers.js';

/** However many ask us, Chat Servers are asked once in this time, ms. */
const freshMs = 1_000;
/** They are asked now and then also where nobody asks us: otherwise we would not see how long customers wait, ms. */
const pauseMs = 5_000;

export interface ChatWatchOptions {
  /** The Chat Servers at this moment. */
  readonly chatServers: () => readonly ChatServer[];
  readonly ask: AskChatServer;
  readonly tenants: () => readonly string[];
  /** What is said of waiting times before one was seen, ms. */
  readonly assumedWaitMs: () => number;
  readonly clock: Clock;
}

/** Looks at the queues of the Chat Servers. */
export class ChatWatch {
  readonly #options: ChatWatchOptions;
  readonly #statistics = new Map<string, ChatStatistics>();
  #looked: { readonly at: number; readonly look: Promise<void> } | undefined;
  #cancel: () => void = () => undefined;
  #isClosed = false;

  constructor(options: ChatWatchOptions) {
    this.#options = options;
  }

  /** Begins to look now and then. */
  start(): void {
    if (this.#isClosed) return;
    void this.#look();
    this.#cancel = this.#options.clock.after(pauseMs, () => {
      this.start();
    });
  }

  /** What is known of a tenant's chats, not older than a second; of a Chat Server that does not answer, what it said last. */
  async figures(tenant: string): Promise<ChatFigures> {
    await this.#look();
    return this.#of(tenant).at(this.#options.clock.wallClock());
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel();
  }

  #look(): Promise<void> {
    const now = this.#options.clock.now();
    if (this.#looked !== undefined && now - this.#looked.at < freshMs) return this.#looked.look;
    const { chatServers, tenants } = this.#options;
    const asked = chatServers().flatMap((server) => tenants().map((tenant) => this.#ask(server, tenant)));
    const look = Promise.all(asked).then(() => undefined);
    this.#looked = { at: now, look };
    return look;
  }

  async #ask(server: ChatServer, tenant: string): Promise<void> {
    const { ask, clock } = this.#options;
    try {
      this.#of(tenant).observe(server.application, await ask(server, tenant), clock.wallClock());
    } catch {
      // It may be stopped, or be the other tenant's: the control server tells of that, not we.
    }
  }

  #of(tenant: string): ChatStatistics {
    const known = this.#statistics.get(tenant);
    if (known !== undefined) return known;
    const statistics = new ChatStatistics(this.#options.assumedWaitMs);
    this.#statistics.set(tenant, statistics);
    return statistics;
  }
}
