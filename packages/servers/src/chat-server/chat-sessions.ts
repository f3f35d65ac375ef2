import { randomBytes } from 'node:crypto';
import type { Clock } from '@eservices-lb/sdk';
import { RequestError } from '../application-server/request-error.js';
import { beginSession, close } from './chat-session.js';
import type { ChatOrigin, ChatSession } from './chat-session.js';

export interface ChatSessionsOptions {
  readonly clock: Clock;
  /** A customer who asks nothing for longer is taken to have gone, ms. */
  readonly inactivityMs: () => number;
  /** Told at every change how many are open, and how many were begun since the start. */
  readonly onWork: (openSessions: number, begunSessions: number) => void;
}

interface Entry {
  session: ChatSession;
  /** Cancels what is due next: the end for inactivity, or forgetting. */
  cancel: () => void;
  readonly waiters: Set<() => void>;
}

const mostSessions = 10_000;
const mostMessages = 5_000;
/** How long the end of a chat is still told to those who ask, ms. */
const memoryMs = 300_000;

/** The chats of this Chat Server: the only place where they change. */
export class ChatSessions {
  readonly #entries = new Map<string, Entry>();
  readonly #options: ChatSessionsOptions;
  readonly #idleWaiters = new Set<() => void>();
  #open = 0;
  #begun = 0;

  constructor(options: ChatSessionsOptions) {
    this.#options = options;
  }

  /** @throws RequestError 503 when there are too many */
  create(origin: Omit<ChatOrigin, 'chatId'>): ChatSession {
    if (this.#entries.size >= mostSessions)
      throw new RequestError(503, 'NOT_ACCEPTING', `${mostSessions} chats are the most.`);
    const chatId = randomBytes(12).toString('base64url');
    const session = beginSession({ ...origin, chatId }, this.#options.clock.wallClock());
    this.#entries.set(chatId, { session, cancel: () => undefined, waiters: new Set() });
    this.#open += 1;
    this.#begun += 1;
    this.keepAlive(chatId);
    this.#options.onWork(this.#open, this.#begun);
    return session;
  }

  /** A chat of another tenant is as unknown as one that never was. */
  find(tenant: string, chatId: string): ChatSession | undefined {
    const session = this.#entries.get(chatId)?.session;
    return session?.tenant === tenant ? session : undefined;
  }

  openOf(tenant: string): readonly ChatSession[] {
    return [...this.#entries.values()]
      .map(({ session }) => session)
      .filter((one) => one.tenant === tenant && !one.isEnded);
  }

  /** Puts the chat's next state in place of its present one, and wakes those who wait for news. */
  replace(session: ChatSession): void {
    const entry = this.#entries.get(session.chatId);
    if (entry === undefined || entry.session.isEnded) return;
    const isFull = session.transcript.length >= mostMessages && !session.isEnded;
    entry.session = isFull
      ? close(session, 'This chat has become too long and ends here.', this.#options.clock.wallClock())
      : session;
    if (entry.session.isEnded) this.#ended(session.chatId, entry);
    for (const wake of [...entry.waiters]) wake();
  }

  /** The customer has been heard of. */
  keepAlive(chatId: string): void {
    const { clock, inactivityMs } = this.#options;
    const entry = this.#entries.get(chatId);
    if (entry === undefined || entry.session.isEnded) return;
    entry.cancel();
    entry.cancel = clock.after(inactivityMs(), () => {
      this.replace(
        close(entry.session, 'The chat ended because nothing was heard from the customer.', clock.wallClock()),
      );
    });
  }

  /** Resolves at the next change of the chat, after `waitMs`, or when the signal aborts, whichever is first. */
  news(chatId: string, waitMs: number, signal: AbortSignal): Promise<void> {
    const entry = this.#entries.get(chatId);
    if (entry === undefined || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const finish = (): void => {
        cancel();
        entry.waiters.delete(finish);
        signal.removeEventListener('abort', finish);
        resolve();
      };
      const cancel = this.#options.clock.after(waitMs, finish);
      entry.waiters.add(finish);
      signal.addEventListener('abort', finish, { once: true });
    });
  }

  /** Resolves when no chat is open. */
  whenIdle(): Promise<void> {
    if (this.#open === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idleWaiters.add(resolve));
  }

  /** Ends every open chat, with a word to those who are in it. */
  endAll(text: string): void {
    const { clock } = this.#options;
    for (const { session } of this.#entries.values()) {
      if (!session.isEnded) this.replace(close(session, text, clock.wallClock()));
    }
  }

  /** Wakes everybody who waits for news, and cancels every timer. */
  close(): void {
    for (const { cancel, waiters } of this.#entries.values()) {
      cancel();
      for (const wake of [...waiters]) wake();
    }
  }

  #ended(chatId: string, entry: Entry): void {
    entry.cancel();
    entry.cancel = this.#options.clock.after(memoryMs, () => this.#entries.delete(chatId));
    this.#open -= 1;
    this.#options.onWork(this.#open, this.#begun);
    if (this.#open > 0) return;
    for (const resolve of this.#idleWaiters) resolve();
    this.#idleWaiters.clear();
  }
}
