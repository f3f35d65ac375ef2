import type { Clock } from '@eservices-lb/sdk';
import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { StateDirectory } from '../agent/state-directory.js';
import type { Actor } from './actor.js';
import type { Role } from './role.js';
import type { TokenFile } from './token-file.js';
import { newToken, tokenHash, tokenRecord, tokenRecordSchema } from './token-record.js';
import type { TokenRecord } from './token-record.js';

const issuedFile = 'issued-tokens.json';

export interface AccessTokensOptions {
  readonly clock: Clock;
  readonly state: StateDirectory;
  /** What operators made by command. */
  readonly file: TokenFile;
}

export interface Issue {
  readonly name: string;
  readonly role: Role;
  /** So many of the same name stay good, the latest. @defaultValue 1 */
  readonly keep?: number;
}

/** Who a token belongs to, and by which hash that is known. */
export interface Identity extends Actor {
  readonly sha256: string;
}

/** All tokens that are good. At rest they are hashes only, so that nobody who reads the disk can use them. */
export class AccessTokens {
  readonly #options: AccessTokensOptions;
  readonly #given: TokenRecord[] = [];
  readonly #listeners = new Set<(issued: TokenRecord) => void>();
  #issued: readonly TokenRecord[];

  constructor(options: AccessTokensOptions) {
    this.#options = options;
    this.#issued = z.array(tokenRecordSchema).safeParse(options.state.readJson(issuedFile)).data ?? [];
  }

  /** Those that the control server itself made, for applications and for the operator who started it. */
  get issued(): readonly TokenRecord[] {
    return this.#issued;
  }

  /**
   * Compares with every token, each in constant time and to the last one, so that the time tells nothing of any of them.
   */
  identify(token: string): Identity | undefined {
    const hash = tokenHash(token);
    let found: TokenRecord | undefined;
    for (const record of this.#all()) if (isSameHash(record.sha256, hash)) found = record;
    return found && { name: found.name, role: found.role, sha256: found.sha256 };
  }

  /** Whether the token of this hash is still good, with the same role. */
  isGood({ sha256, role }: Identity): boolean {
    return this.#all().some((record) => record.sha256 === sha256 && record.role === role);
  }

  /** Makes a token, keeps its hash, and takes back older ones of the same name. */
  issue({ name, role, keep = 1 }: Issue): string {
    const token = newToken();
    const record = tokenRecord(token, { name, role, at: this.#options.clock.wallClock() });
    const former = this.#issued.filter((each) => each.name === name);
    const stay = new Set(keep > 1 ? former.slice(1 - keep) : []);
    this.#keep([...this.#issued.filter((each) => each.name !== name || stay.has(each)), record]);
    for (const listener of this.#listeners) listener(record);
    return token;
  }

  /** Takes a token that somebody chose. It is nowhere kept: who starts the control server gives it again. */
  give(token: string, { name, role }: Actor): void {
    this.#given.push(tokenRecord(token, { name, role, at: this.#options.clock.wallClock() }));
  }

  /** Takes over tokens that another control server issued, in place of those of the same names. */
  accept(records: readonly TokenRecord[]): void {
    const names = new Set(records.map(({ name }) => name));
    this.#keep([...this.#issued.filter(({ name }) => !names.has(name)), ...records]);
  }

  /** Takes back what was issued to those of whom the condition holds, by name. */
  withdraw(isGone: (name: string) => boolean): void {
    const left = this.#issued.filter(({ name }) => !isGone(name));
    if (left.length < this.#issued.length) this.#keep(left);
  }

  /** Tells of every token that is issued from now on; returns its own undoing. */
  onIssued(listener: (issued: TokenRecord) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  #all(): readonly TokenRecord[] {
    return [...this.#given, ...this.#issued, ...this.#options.file.records];
  }

  #keep(records: readonly TokenRecord[]): void {
    this.#issued = records;
    this.#options.state.writeJson(issuedFile, records);
  }
}

const isSameHash = (one: string, other: string): boolean => timingSafeEqual(Buffer.from(one), Buffer.from(other));
