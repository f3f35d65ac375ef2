import { randomBytes } from 'node:crypto';
import type { Clock } from '@eservices-lb/sdk';
import { RequestError } from '../application-server/request-error.js';
import { beginSession, close, isStoredAlike, say, system } from './chat-session.js';
import type { ChatOrigin, ChatSession } from './chat-session.js';
import { doubted } from './doubts.js';
import type { Doubt } from './doubts.js';
import { inTime } from './in-time.js';
import { noStore } from './chat-store.js';
import type { ChatStore, Claim } from './chat-store.js';
import type { UserData } from './chat-message.js';

export interface ChatSessionsOptions {
  readonly clock: Clock;
  /** A customer who asks nothing for longer is taken to have gone, ms. */
  readonly inactivityMs: () => number;
  /** Told at every change how many are open, and how many were begun since the start. */
  readonly onWork: (openSessions: number, begunSessions: number) => void;
}

interface Entry {
  /** What was said last; it may not be stored yet. */
  head: ChatSession;
  /** What is stored, and so may be shown. */
  shown: ChatSession;
  /** Settled once what was said last is stored. */
  saving: Promise<void>;
  /** Cancels what is due next: the alert or the end for inactivity, or forgetting. */
  cancel: () => void;
  readonly waiters: Set<() => void>;
}

const mostSessions = 10_000;
const mostMessages = 5_000;
/** How long the end of a chat is still told to those who ask, ms. */
const memoryMs = 300_000;
/** An agent's list of chats has no more than these. */
const mostListed = 1_000;
/** The customer is reminded after this share of the time that it may be silent. */
const alertAfter = 2 / 3;

/** The chats of this Chat Server: the only place where they change. */
export class ChatSessions {
  readonly #entries = new Map<string, Entry>();
  readonly #options: ChatSessionsOptions;
  readonly #idleWaiters = new Set<() => void>();
  readonly #claims = new Map<string, Promise<string | undefined>>();
  #store: ChatStore = noStore;
  #open = 0;
  #begun = 0;

  constructor(options: ChatSessionsOptions) {
    this.#options = options;
  }

  /** From now on chats outlive this Chat Server. */
  keepIn(store: ChatStore): void {
    this.#store = store;
  }

  /** @throws RequestError 503 when there are too many */
  create(origin: Omit<ChatOrigin, 'chatId'>, userData?: UserData): ChatSession {
    if (this.#entries.size >= mostSessions)
      throw new RequestError(503, 'NOT_ACCEPTING', `${mostSessions} chats are the most.`);
    const chatId = randomBytes(12).toString('base64url');
    const session = beginSession({ ...origin, chatId }, this.#options.clock.wallClock(), userData);
    this.#begun += 1;
    this.#add(session);
    return session;
  }

  /** The chat with everything that was said in it, stored or not. A chat of another tenant is as unknown as one that never was. */
  find(tenant: string, chatId: string): ChatSession | undefined {
    const session = this.#entries.get(chatId)?.head;
    return session?.tenant === tenant ? session : undefined;
  }

  /** The chat with what may be shown of it. */
  shown(chatId: string): ChatSession | undefined {
    return this.#entries.get(chatId)?.shown;
  }

  /** The chats of a tenant that have not ended, the oldest first, a thousand at most. */
  openOf(tenant: string): readonly ChatSession[] {
    const shown = [...this.#entries.values()].map((entry) => entry.shown);
    return shown.filter((one) => one.tenant === tenant && !one.isEnded).slice(0, mostListed);
  }

  /**
   * Puts the chat's next state in place of its present one. Resolves when it is stored; then those who wait for news hear of it. Where nothing
   * is to be stored, it resolves when what was said before is stored.
   * @param awaited the index of the message that is waited for: where it is stored by now, nothing is waited for
   * @throws RequestError 503 where this server stops before that, 404 where the chat is another server's by now, 504 where it takes longer than a
   *   second
   */
  async replace(session: ChatSession, awaited = Infinity): Promise<void> {
    const { clock } = this.#options;
    const entry = this.#entries.get(session.chatId);
    if (entry === undefined) return;
    if (!entry.head.isEnded) {
      if (isStoredAlike(entry.head, session)) entry.head = session;
      else this.#change(entry, session);
    }
    if (awaited >= entry.shown.transcript.nextPosition) await inTime(clock, entry.saving);
  }

  /** As `replace`, and nobody waits for it: where this server stops meanwhile, whoever goes on with the chat finds out for itself. */
  sayByItself(session: ChatSession): void {
    this.replace(session).catch(() => undefined);
  }

  #change(entry: Entry, session: ChatSession): void {
    const utcTime = this.#options.clock.wallClock();
    const isFull = session.transcript.length >= mostMessages && !session.isEnded;
    const text = 'This chat has become too long and ends here.';
    const head = isFull ? close(session, { text, utcTime }) : session;
    entry.head = head;
    if (head.isEnded) entry.cancel();
    entry.saving = this.#save(entry, head);
  }

  async #save(entry: Entry, head: ChatSession): Promise<void> {
    const { chatId } = head;
    await this.#store.save(head);
    if (this.#entries.get(chatId) !== entry || entry.shown.transcript.length > head.transcript.length) return;
    const isEndNew = head.isEnded && !entry.shown.isEnded;
    entry.shown = head;
    if (isEndNew) this.#ended(chatId, entry);
    for (const wake of [...entry.waiters]) wake();
  }

  /** The answer to a participant's request did not arrive: what it said may be said again. */
  doubt(chatId: string, participant: Doubt['participantId'], requestId: string): void {
    const entry = this.#entries.get(chatId);
    if (entry !== undefined) entry.head = doubted(entry.head, { participantId: participant }, requestId);
  }

  /** Resolves when what was said last in the chat is stored. @throws as `replace` does */
  settled(chatId: string): Promise<void> | undefined {
    const entry = this.#entries.get(chatId);
    return entry && inTime(this.#options.clock, entry.saving);
  }

  /** The customer has been heard of. */
  keepAlive(chatId: string): void {
    const { clock, inactivityMs } = this.#options;
    const entry = this.#entries.get(chatId);
    if (entry === undefined || entry.head.isEnded) return;
    entry.cancel();
    const silenceMs = inactivityMs();
    entry.cancel = clock.after(silenceMs * alertAfter, () => {
      entry.cancel = clock.after(silenceMs * (1 - alertAfter), () => this.#closeIdle(entry));
      const text = 'Nothing was heard from the customer for a while.';
      this.sayByItself(say(entry.head, system, { type: 'IdleAlert', utcTime: clock.wallClock(), text }));
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

  /** Takes a chat over whose owner is lost. Answers with the alias of whoever has it now; nothing where there is no such chat that goes on. */
  restore(chatId: string, claim: Claim): Promise<{ readonly alias: string; readonly isRestored: boolean } | undefined> {
    const mine = this.find(claim.tenant, chatId);
    if (mine !== undefined) {
      return Promise.resolve(mine.isEnded ? undefined : { alias: claim.alias, isRestored: false });
    }
    const key = JSON.stringify([claim.tenant, chatId]);
    const underWay = this.#claims.get(key) ?? this.#claim(chatId, claim).finally(() => this.#claims.delete(key));
    this.#claims.set(key, underWay);
    return underWay.then((alias) => (alias === undefined ? undefined : { alias, isRestored: alias === claim.alias }));
  }

  /** The chat is another Chat Server's: nobody here can say anything about it. */
  forget(chatId: string): void {
    const entry = this.#entries.get(chatId);
    if (entry === undefined) return;
    entry.cancel();
    this.#entries.delete(chatId);
    if (!entry.shown.isEnded) this.#closedOne();
    for (const wake of [...entry.waiters]) wake();
  }

  /** Resolves when no chat is open. */
  whenIdle(): Promise<void> {
    if (this.#open === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idleWaiters.add(resolve));
  }

  /** Forgets every chat: with a store, another Chat Server goes on with them. */
  forgetAll(): void {
    for (const chatId of [...this.#entries.keys()]) this.forget(chatId);
  }

  /** Wakes everybody who waits for news, and cancels every timer. What is said still is heard. */
  wakeAll(): void {
    for (const { cancel, waiters } of this.#entries.values()) {
      cancel();
      for (const wake of [...waiters]) wake();
    }
  }

  /** Resolves when what was said last is stored, or cannot be stored in time. */
  close(): Promise<void> {
    this.wakeAll();
    return this.#store.close();
  }

  async #claim(chatId: string, claim: Claim): Promise<string | undefined> {
    const claimed = await this.#store.claim(chatId, claim);
    if (claimed === undefined || 'alias' in claimed) return claimed?.alias;
    const { session } = claimed;
    this.#add(session);
    const text = 'The connection was interrupted. The chat goes on here, and nothing is lost.';
    const utcTime = this.#options.clock.wallClock();
    const told = say(session, system, { type: 'Notice', utcTime, text, userData: { notice: 'restored' } });
    await this.replace(told).catch((error: unknown) => {
      // Where somebody else has it already, whoever asks there finds out.
      if (this.#entries.has(chatId)) throw error;
    });
    return session.alias;
  }

  #add(session: ChatSession): void {
    const saving = Promise.resolve();
    const entry = { head: session, shown: session, saving, cancel: () => undefined, waiters: new Set<() => void>() };
    this.#entries.set(session.chatId, entry);
    this.#open += 1;
    this.keepAlive(session.chatId);
    this.#options.onWork(this.#open, this.#begun);
  }

  #closeIdle({ head }: Entry): void {
    const text = 'The chat ended because nothing was heard from the customer.';
    this.sayByItself(close(head, { text, type: 'IdleClose', utcTime: this.#options.clock.wallClock() }));
  }

  #ended(chatId: string, entry: Entry): void {
    entry.cancel = this.#options.clock.after(memoryMs, () => this.#entries.delete(chatId));
    this.#closedOne();
  }

  #closedOne(): void {
    this.#open -= 1;
    this.#options.onWork(this.#open, this.#begun);
    if (this.#open > 0) return;
    for (const resolve of this.#idleWaiters) resolve();
    this.#idleWaiters.clear();
  }
}
