import type { Clock } from '@eservices-lb/sdk';
import type { Pool } from 'pg';
import type { ChatSession } from './chat-session.js';
import { rowsOf } from './chat-rows.js';
import { storableJson } from './storable-json.js';
import { claimChat, messagesOfChat, ownerOfChat, participantsOfChat, storeChats } from './chat-statements.js';
import type { ChatStore, Claim, Claimed } from './chat-store.js';
import { storedChat } from './stored-chat.js';

export interface DatabaseChatStoreOptions {
  readonly pool: Pool;
  readonly clock: Clock;
  /** The chat is another Chat Server's now: forget it. */
  readonly onMoved: (chatId: string) => void;
  /** The database does not answer, or does again. Meanwhile chats go on, and what is said waits here to be stored. */
  readonly onChange: (isThere: boolean, error?: unknown) => void;
}

interface Unsaved {
  session: ChatSession;
  readonly resolve: (() => void)[];
}

/** Nobody waits longer for the database, ms: the chat goes on, and is stored when the database can. */
const longestWaitMs = 1_000;
const pauseMs = 500;
const mostAtOnce = 500;

/**
 * Stores chats in the Universal Contact database. What many chats say while a statement is under way goes into the next one, all together, so
 * the database does one thing at a time and never many small ones.
 */
export class DatabaseChatStore implements ChatStore {
  readonly #options: DatabaseChatStoreOptions;
  readonly #stored = new Map<string, ChatSession>();
  readonly #unsaved = new Map<string, Unsaved>();
  #isWriting = false;
  #isThere = true;
  #isClosed = false;

  constructor(options: DatabaseChatStoreOptions) {
    this.#options = options;
  }

  save(session: ChatSession): Promise<void> {
    const { chatId } = session;
    const unsaved = this.#unsaved.get(chatId) ?? { session, resolve: [] };
    unsaved.session = session;
    this.#unsaved.set(chatId, unsaved);
    if (!this.#isWriting && !this.#isClosed) void this.#write();
    if (!this.#isThere) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(longestWaitMs, resolve);
      unsaved.resolve.push(() => {
        cancel();
        resolve();
      });
    });
  }

  async claim(chatId: string, { tenant, alias, lost }: Claim): Promise<Claimed | undefined> {
    const { pool } = this.#options;
    const claimed = await pool.query<object>(claimChat, [chatId, tenant, alias, lost]);
    const session: unknown = claimed.rows[0];
    if (session === undefined) {
      const owner = await pool.query<{ alias: string }>(ownerOfChat, [chatId, tenant]);
      return owner.rows[0];
    }
    const [participants, messages] = await Promise.all([
      pool.query<object>(participantsOfChat, [chatId]),
      pool.query<object>(messagesOfChat, [chatId]),
    ]);
    const stored = storedChat({ session, participants: participants.rows, messages: messages.rows });
    this.#stored.set(chatId, stored);
    return { session: stored };
  }

  close(): void {
    this.#isClosed = true;
    for (const { resolve } of this.#unsaved.values()) for (const done of resolve) done();
  }

  async #write(): Promise<void> {
    this.#isWriting = true;
    while (this.#unsaved.size > 0 && !this.#isClosed) {
      const batch = [...this.#unsaved.entries()].slice(0, mostAtOnce);
      for (const [chatId] of batch) this.#unsaved.delete(chatId);
      try {
        await this.#store(batch.map(([, unsaved]) => unsaved));
        this.#report(true);
      } catch (error) {
        this.#putBack(batch);
        this.#report(false, error);
        await new Promise<void>((resolve) => this.#options.clock.after(pauseMs, resolve));
      }
    }
    this.#isWriting = false;
  }

  async #store(batch: readonly Unsaved[]): Promise<void> {
    const rows = rowsOf(batch.map(({ session }) => ({ session, stored: this.#stored.get(session.chatId) })));
    const { kept, begun, changed, participants, messages } = rows;
    const values = [kept, begun, changed, participants, messages].map((some) => storableJson(some));
    const answer = await this.#options.pool.query<{ chat_id: string }>(storeChats, values);
    const ours = new Set(answer.rows.map(({ chat_id }) => chat_id));
    for (const { session, resolve } of batch) {
      const { chatId, isEnded } = session;
      if (!ours.has(chatId)) this.#options.onMoved(chatId);
      if (isEnded || !ours.has(chatId)) this.#stored.delete(chatId);
      else this.#stored.set(chatId, session);
      for (const done of resolve) done();
    }
  }

  /** What was to be stored is to be stored still, unless the chat has a later state by now. Nobody waits for it any more. */
  #putBack(batch: readonly (readonly [string, Unsaved])[]): void {
    for (const [chatId, { session, resolve }] of batch) {
      if (!this.#unsaved.has(chatId)) this.#unsaved.set(chatId, { session, resolve: [] });
      for (const done of resolve) done();
    }
    for (const { resolve } of this.#unsaved.values()) for (const done of resolve.splice(0)) done();
  }

  #report(isThere: boolean, error?: unknown): void {
    if (isThere === this.#isThere) return;
    this.#isThere = isThere;
    this.#options.onChange(isThere, error);
  }
}
