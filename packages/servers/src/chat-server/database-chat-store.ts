import type { Clock } from '@eservices-lb/sdk';
import type { Pool } from 'pg';
import { RequestError } from '../application-server/request-error.js';
import type { AskDatabase } from '../database/asking-database.js';
import { isUnstorable } from '../database/is-unstorable.js';
import type { ChatSession } from './chat-session.js';
import { rowsOf } from './chat-rows.js';
import {
  chatsTakenOver,
  claimChat,
  messagesOfChat,
  ownerOfChat,
  participantsOfChat,
  storeChats,
} from './chat-statements.js';
import type { ChatStore, Claim, Claimed } from './chat-store.js';
import { storableJson, storableText } from '../database/storable-json.js';
import { storedChat } from './stored-chat.js';
import { unknownChat } from './unknown-chat.js';

export interface DatabaseChatStoreOptions {
  readonly pool: Pool;
  readonly askDatabase: AskDatabase;
  readonly clock: Clock;
  /** How long to gather changes between two statements, ms; what comes alone is written at once. */
  readonly gatherMs?: number;
  /** The chat is another Chat Server's now: forget it. */
  readonly onMoved: (chatId: string) => void;
  /** The database does not answer, or does again. Meanwhile chats go on, and what is said waits here to be stored. */
  readonly onChange: (isThere: boolean, error?: unknown) => void;
  /** The database does not take what was said in this chat: what it is from now on lives in memory only. */
  readonly onUnstorable: (chatId: string, error: unknown) => void;
}

interface Unsaved {
  session: ChatSession;
  readonly waiting: Waiting[];
}

/** Somebody who is to be answered once it is stored. */
interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

const pauseMs = 500;
/** A statement costs the database milliseconds whether it carries one change or fifty. */
const usualGatherMs = 10;
const mostAtOnce = 500;
/** A server that stood still may have lost chats to another without knowing: it asks this often, ms. */
const checkMs = 2_000;
/** How long a server that stops goes on storing, ms. */
const longestClosingMs = 2_000;

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
  #whenWritten: Promise<void> = Promise.resolve();
  #cancelCheck: () => void;

  constructor(options: DatabaseChatStoreOptions) {
    this.#options = options;
    this.#cancelCheck = this.#checkLater();
  }

  save(session: ChatSession): Promise<void> {
    const { chatId } = session;
    if (this.#isClosed) return Promise.reject(stopping());
    const unsaved = this.#unsaved.get(chatId) ?? { session, waiting: [] };
    unsaved.session = session;
    this.#unsaved.set(chatId, unsaved);
    if (!this.#isWriting) this.#whenWritten = this.#write();
    if (!this.#isThere) return Promise.resolve();
    return new Promise((resolve, reject) => unsaved.waiting.push({ resolve, reject }));
  }

  claim(chatId: string, claim: Claim): Promise<Claimed | undefined> {
    return this.#options.askDatabase(() => this.#claim(storableText(chatId), claim));
  }

  async close(): Promise<void> {
    await Promise.race([this.#whenWritten, this.#pause(longestClosingMs)]);
    this.#isClosed = true;
    this.#cancelCheck();
    for (const { waiting } of this.#unsaved.values()) for (const { reject } of waiting) reject(stopping());
  }

  async #claim(chatId: string, { tenant, alias, lost }: Claim): Promise<Claimed | undefined> {
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

  #checkLater(): () => void {
    return this.#options.clock.after(checkMs, () => {
      // Where the database does not answer now, it is asked again soon.
      void this.#check()
        .catch(() => undefined)
        .finally(() => {
          if (!this.#isClosed) this.#cancelCheck = this.#checkLater();
        });
    });
  }

  /** Finds the chats that another Chat Server has taken over while this one stood still: what is not written to would not show it. */
  async #check(): Promise<void> {
    if (!this.#isThere || this.#stored.size === 0) return;
    const held = new Map([...this.#stored.values()].map(({ chatId, generation }) => [chatId, generation]));
    const rows = [...held].map(([chat_id, generation]) => ({ chat_id, generation }));
    const taken = await this.#options.pool.query<{ chatId: string }>(chatsTakenOver, [JSON.stringify(rows)]);
    for (const { chatId } of taken.rows) {
      if (this.#stored.get(chatId)?.generation !== held.get(chatId)) continue;
      this.#stored.delete(chatId);
      this.#options.onMoved(chatId);
    }
  }

  async #write(): Promise<void> {
    this.#isWriting = true;
    while (this.#unsaved.size > 0 && !this.#isClosed) {
      const batch = [...this.#unsaved.entries()].slice(0, mostAtOnce);
      for (const [chatId] of batch) this.#unsaved.delete(chatId);
      try {
        await this.#storeOrAskAgain(batch.map(([, unsaved]) => unsaved));
        this.#report(true);
        if (this.#unsaved.size > 0) await this.#pause(this.#options.gatherMs ?? usualGatherMs);
      } catch (error) {
        this.#putBack(batch);
        this.#report(false, error);
        await this.#pause(pauseMs);
      }
    }
    this.#isWriting = false;
  }

  /**
   * One statement without an answer does not say that the database is away: this server may have stood still instead, and another one may have
   * taken its chats over. What is asked again finds out, before anything is acknowledged from memory.
   */
  async #storeOrAskAgain(batch: readonly Unsaved[]): Promise<void> {
    try {
      await this.#storeApart(batch);
    } catch (error) {
      if (!this.#isThere || this.#isClosed) throw error;
      await this.#storeApart(batch);
    }
  }

  /** Stores all at once; where the database does not take that, each chat alone, so that none keeps the others from being stored. */
  async #storeApart(batch: readonly Unsaved[]): Promise<void> {
    try {
      await this.#store(batch);
    } catch (error) {
      const [first, ...others] = batch;
      if (!isUnstorable(error) || first === undefined) throw error;
      if (others.length > 0) for (const one of batch) await this.#storeApart([one]);
      else this.#giveUp(first, error);
    }
  }

  #giveUp({ session, waiting }: Unsaved, error: unknown): void {
    this.#options.onUnstorable(session.chatId, error);
    for (const { resolve } of waiting) resolve();
  }

  async #store(batch: readonly Unsaved[]): Promise<void> {
    const rows = rowsOf(batch.map(({ session }) => ({ session, stored: this.#stored.get(session.chatId) })));
    const { kept, begun, changed, participants, messages } = rows;
    const values = [kept, begun, changed, participants, messages].map((some) => storableJson(some));
    const answer = await this.#options.pool.query<{ chat_id: string }>(storeChats, values);
    const ours = new Set(answer.rows.map(({ chat_id }) => chat_id));
    for (const { session, waiting } of batch) {
      const { chatId, isEnded } = session;
      const isOurs = ours.has(chatId);
      if (!isOurs) this.#options.onMoved(chatId);
      if (isEnded || !isOurs) this.#stored.delete(chatId);
      else this.#stored.set(chatId, session);
      for (const { resolve, reject } of waiting)
        if (isOurs) resolve();
        else reject(unknownChat());
    }
  }

  /**
   * What was to be stored is to be stored still, unless the chat has a later state by now. Nobody waits for it any more; but where this server
   * stops, nobody is told that it will be stored.
   */
  #putBack(batch: readonly (readonly [string, Unsaved])[]): void {
    const settle = ({ waiting }: Unsaved): void => {
      for (const { resolve, reject } of waiting.splice(0))
        if (this.#isClosed) reject(stopping());
        else resolve();
    };
    for (const [chatId, unsaved] of batch) {
      settle(unsaved);
      if (!this.#unsaved.has(chatId)) this.#unsaved.set(chatId, unsaved);
    }
    for (const unsaved of this.#unsaved.values()) settle(unsaved);
  }

  #pause(ms: number): Promise<void> {
    return ms === 0 ? Promise.resolve() : new Promise((resolve) => this.#options.clock.after(ms, resolve));
  }

  #report(isThere: boolean, error?: unknown): void {
    if (isThere === this.#isThere) return;
    this.#isThere = isThere;
    this.#options.onChange(isThere, error);
  }
}

/** The web tier asks another Chat Server then, under the same number. */
const stopping = (): RequestError =>
  new RequestError(503, 'NOT_ACCEPTING', 'This Chat Server stops: what was said is not stored here any more.');
