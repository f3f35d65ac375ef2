import { openAlias, sealAlias } from './seal.js';
import type { AliasContent } from './seal.js';

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

  open(alias: string): AliasContent | undefined {
    for (const key of this.#keys) {
      const content = openAlias(alias, key);
      if (content !== undefined) return content;
    }
    return undefined;
  }
}
