import type { Clock } from '@eservices-lb/sdk';
import { isSameSecret } from '../lca-server/application-secret.js';
import type { Identity } from './access-tokens.js';
import { newToken, tokenHash } from './token-record.js';

const idleLimitMs = 30 * 60_000;
const ageLimitMs = 12 * 3_600_000;
const sessionLimit = 1000;

/** Somebody who logged in at the console. */
export interface ConsoleSession {
  readonly identity: Identity;
  /** What every request that changes something must carry, because a browser sends the cookie by itself. */
  readonly csrf: string;
  /** Calls back when the session ends, however it does; returns its own undoing. */
  onEnd(listener: () => void): () => void;
}

interface Kept extends ConsoleSession {
  /** Monotonic ms. */
  readonly since: number;
  lastUsed: number;
  readonly listeners: Set<() => void>;
  cancelTimer: () => void;
}

/** Who is logged in at the console. Only a hash of what the cookie holds is kept, and only in memory: a restart logs everybody out. */
export class ConsoleSessions {
  readonly #clock: Clock;
  readonly #sessions = new Map<string, Kept>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Returns the session, and the id for the cookie. With too many sessions the oldest ends. */
  begin(identity: Identity): { readonly id: string; readonly session: ConsoleSession } {
    const [oldest] = this.#sessions.keys();
    if (this.#sessions.size >= sessionLimit && oldest !== undefined) this.#end(oldest);
    const id = newToken();
    const key = tokenHash(id);
    const now = this.#clock.now();
    const listeners = new Set<() => void>();
    const session: Kept = {
      identity,
      csrf: newToken(),
      since: now,
      lastUsed: now,
      listeners,
      cancelTimer: () => undefined,
      onEnd(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
    this.#sessions.set(key, session);
    this.#watch(key, session);
    return { id, session };
  }

  /** The session of a cookie, unless it has ended. To ask for it is to use it. */
  find(id: string): ConsoleSession | undefined {
    const key = tokenHash(id);
    const session = this.#sessions.get(key);
    if (session === undefined) return undefined;
    if (this.#remainingMs(session) > 0) {
      session.lastUsed = this.#clock.now();
      return session;
    }
    this.#end(key);
    return undefined;
  }

  end(id: string): void {
    this.#end(tokenHash(id));
  }

  close(): void {
    for (const key of [...this.#sessions.keys()]) this.#end(key);
  }

  #end(key: string): void {
    const session = this.#sessions.get(key);
    this.#sessions.delete(key);
    session?.cancelTimer();
    for (const listener of session?.listeners ?? []) listener();
  }

  #watch(key: string, session: Kept): void {
    session.cancelTimer = this.#clock.after(this.#remainingMs(session), () => {
      if (this.#remainingMs(session) > 0) this.#watch(key, session);
      else this.#end(key);
    });
  }

  #remainingMs({ since, lastUsed }: Kept): number {
    return Math.min(since + ageLimitMs, lastUsed + idleLimitMs) - this.#clock.now();
  }
}

/** Whether a request that changes something carries what only a page of the console can know. */
export const isFromConsole = (session: ConsoleSession, csrf: string | undefined): boolean =>
  csrf !== undefined && isSameSecret(csrf, session.csrf);
