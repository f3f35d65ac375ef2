import { randomBytes } from 'node:crypto';
import { checkOption } from './errors/check-option.js';

export type AliasKeys = readonly [Uint8Array, ...Uint8Array[]];

const keyBytes = 32;

/** @throws InvalidOptionError that names the key, and never shows one */
export function aliasKeysOf(keys: readonly string[] | undefined, onWarning: (warning: string) => void): AliasKeys {
  if (keys === undefined) {
    onWarning(
      'No aliasKeys are given, so a random key is used: other web nodes and the next start will not know these aliases.',
    );
    return [randomBytes(keyBytes)];
  }
  checkOption(Array.isArray(keys) && keys.length > 0, 'aliasKeys', 'a list of at least one key', keys);
  const [first, ...others] = keys.map((key, index) => {
    const bytes = typeof key === 'string' ? Buffer.from(key, 'base64') : Buffer.alloc(0);
    checkOption(
      bytes.length === keyBytes,
      `aliasKeys[${index}]`,
      '32 bytes in base64 (openssl rand -base64 32)',
      '(hidden)',
    );
    return bytes;
  });
  return first === undefined ? [randomBytes(keyBytes)] : [first, ...others];
}
