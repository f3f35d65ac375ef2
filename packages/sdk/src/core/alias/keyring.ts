import { openAlias, sealAlias } from './seal.js';
import type { AliasContent } from './seal.js';

/** What an alias says, and whether the key that seals now had sealed it. */
export interface OpenedBy {
  readonly content: AliasContent;
  readonly isCurrent: boolean;
}

/** The alias keys: the first seals, all open, so that keys can be rotated. */
export class Keyring {
  readonly #keys: readonly [Uint8Array, ...Uint8Array[]];

  /** Each key is 32 bytes. */
  constructor(keys: readonly [Uint8Array, ...Uint8Array[]]) {
    this.#keys = keys;
  }

  seal(content: AliasContent): string {
    return sealAlias(content, this.#keys[0]);
  }

  open(alias: string): OpenedBy | undefined {
    for (const key of this.#keys) {
      const content = openAlias(alias, key);
      if (content !== undefined) return { content, isCurrent: key === this.#keys[0] };
    }
    return undefined;
  }
}
