import { LRUCache } from 'lru-cache';
import type { Keyring } from './keyring.js';
import type { AliasContent } from './seal.js';

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
  readonly #opened: LRUCache<string, AliasContent>;
  readonly #refused: LRUCache<string, true>;

  constructor(keyring: Keyring, { maxAliases, now }: AliasCacheOptions) {
    this.#keyring = keyring;
    this.#made = new LRUCache({ max: maxAliases });
    this.#opened = new LRUCache({ max: maxAliases });
    this.#refused = new LRUCache({ max: 1_000, ttl: refusalMs, ttlResolution: 0, perf: { now } });
  }

  aliasFor(content: AliasContent): string {
    const name = `${content.tenantDbid}.${content.applicationDbid}`;
    const known = this.#made.get(name);
    if (known !== undefined) return known;
    const alias = this.#keyring.seal(content);
    this.#made.set(name, alias);
    this.#opened.set(alias, content);
    return alias;
  }

  /** What the alias says, or undefined where no key of ours made it. */
  open(alias: string): AliasContent | undefined {
    if (alias.length !== longestAlias) return undefined;
    const known = this.#opened.get(alias);
    if (known !== undefined) return known;
    if (this.#refused.has(alias)) return undefined;
    const content = this.#keyring.open(alias);
    if (content === undefined) this.#refused.set(alias, true);
    else this.#opened.set(alias, content);
    return content;
  }
}
