import { LRUCache } from 'lru-cache';
import type { Keyring } from './keyring.js';
import type { AliasContent } from './seal.js';
import type { ResolvedService } from '../model/service.js';

/** An alias that was opened, with what it was last resolved to. */
export interface OpenedAlias {
  readonly content: AliasContent;
  /** Holds for as long as nothing changes. */
  resolution: Resolution | undefined;
}

export interface Resolution {
  readonly tenant: string;
  readonly position: number;
  readonly service: ResolvedService;
}

export interface AliasCacheOptions {
  /** How many aliases are remembered; the least recently used go first. */
  readonly maxAliases: number;
  /** Monotonic ms. */
  readonly now: () => number;
}

const longestAlias = 32;
const refusalMs = 5_000;

/** Aliases made and opened, so that the cipher runs once per alias and process. Refusals are remembered for five seconds. */
export class AliasCache {
  readonly #keyring: Keyring;
  readonly #made: LRUCache<string, string>;
  readonly #opened: LRUCache<string, OpenedAlias>;
  readonly #refused: LRUCache<string, true>;
  #evictions = 0;

  constructor(keyring: Keyring, { maxAliases, now }: AliasCacheOptions) {
    this.#keyring = keyring;
    this.#made = new LRUCache({ max: maxAliases });
    this.#opened = new LRUCache({
      max: maxAliases,
      dispose: (_opened, _alias, reason) => {
        if (reason === 'evict') this.#evictions += 1;
      },
    });
    this.#refused = new LRUCache({ max: 1_000, ttl: refusalMs, ttlResolution: 0, perf: { now } });
  }

  /** How many aliases had to make room for others (F37): the cipher runs again for these. */
  get evictions(): number {
    return this.#evictions;
  }

  aliasFor(content: AliasContent): string {
    const name = nameOf(content);
    const known = this.#made.get(name);
    if (known !== undefined) return known;
    const alias = this.#keyring.seal(content);
    this.#made.set(name, alias);
    this.#opened.set(alias, { content, resolution: undefined });
    return alias;
  }

  /** What the alias says, or undefined where no key of ours made it. */
  open(alias: string): OpenedAlias | undefined {
    if (alias.length !== longestAlias) return undefined;
    const known = this.#opened.get(alias);
    if (known !== undefined) return known;
    if (this.#refused.has(alias)) return undefined;
    const openedBy = this.#keyring.open(alias);
    if (openedBy === undefined) {
      this.#refused.set(alias, true);
      return undefined;
    }
    const { content, isCurrent } = openedBy;
    const opened: OpenedAlias = { content, resolution: undefined };
    this.#opened.set(alias, opened);
    if (isCurrent) this.#made.set(nameOf(content), alias); // Sealing it again would give the same.
    return opened;
  }
}

const nameOf = ({ tenantDbid, applicationDbid }: AliasContent): string => `${tenantDbid}.${applicationDbid}`;
