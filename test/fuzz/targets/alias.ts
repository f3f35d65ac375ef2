import fc from 'fast-check';
import { AliasCache } from '../../../packages/sdk/src/core/alias/alias-cache.js';
import { Keyring } from '../../../packages/sdk/src/core/alias/keyring.js';
import { hold } from '../../oracles/hold.js';
import type { TextTarget } from '../fuzz-target.js';
import { nastyText } from '../shapes/nasty-text.js';

const contents = [1, 101, 0xffff_ffff].flatMap((tenantDbid) =>
  [1, 201, 0xffff_ffff].map((applicationDbid) => ({ tenantDbid, applicationDbid })),
);
const key = (byte: number): Uint8Array => Buffer.alloc(32, byte);
const keyring = new Keyring([key(1), key(2)]);
const genuine = new Map(
  [keyring, new Keyring([key(2)])].flatMap((one) => contents.map((content) => [one.seal(content), content] as const)),
);
const strangers = contents.map((content) => new Keyring([key(3)]).seal(content));
const cache = new AliasCache(keyring, { maxAliases: 100, now: () => 1 });

/** A forgery is a text that neither of our keys sealed. */
export const alias: TextTarget = {
  name: 'alias',
  property:
    'no alias that our keys did not seal is accepted, whatever the text; those that they did seal open to what they say (F36)',
  reads: 'text',
  dictionary: [...genuine.keys(), ...strangers],
  shaped: fc.oneof(
    fc.constantFrom(...genuine.keys()),
    fc.constantFrom(...strangers),
    fc.uint8Array({ minLength: 24, maxLength: 24 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
    nastyText,
  ),
  oracle: (input) => {
    const opened = keyring.open(input);
    const cached = cache.open(input);
    const expected = genuine.get(input);
    hold(expected !== undefined || opened === undefined, 'a forged alias is accepted');
    hold(expected !== undefined || cached === undefined, 'the cache accepts a forged alias');
    if (expected === undefined) return 'refused';
    for (const content of [opened?.content, cached?.content]) {
      hold(
        content?.tenantDbid === expected.tenantDbid && content.applicationDbid === expected.applicationDbid,
        'an alias opens to something else than was sealed',
      );
    }
    return 'taken';
  },
};
