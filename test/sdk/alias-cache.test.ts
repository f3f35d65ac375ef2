import { AliasCache } from '../../packages/sdk/src/core/alias/alias-cache.js';
import { Keyring } from '../../packages/sdk/src/core/alias/keyring.js';
import type { AliasContent } from '../../packages/sdk/src/core/alias/seal.js';

const [previous, current] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
const content: AliasContent = { tenantDbid: 1, applicationDbid: 201 };
const stranger = 'A'.repeat(32);

/** A keyring that counts what it is asked. */
class CountedKeyring extends Keyring {
  readonly asked = { seal: 0, open: 0 };

  override seal(given: AliasContent): string {
    this.asked.seal += 1;
    return super.seal(given);
  }

  override open(alias: string) {
    this.asked.open += 1;
    return super.open(alias);
  }
}

function aCache({ maxAliases = 10 } = {}) {
  const time = { now: 1 };
  const keyring = new CountedKeyring([current, previous]);
  return { time, keyring, cache: new AliasCache(keyring, { maxAliases, now: () => time.now }) };
}

describe('the cache of aliases', () => {
  it('seals once for each tenant and application, and opens what it sealed without the cipher', () => {
    const { cache, keyring } = aCache();

    const alias = cache.aliasFor(content);
    const ofOthers = [
      cache.aliasFor({ ...content, tenantDbid: 2 }),
      cache.aliasFor({ ...content, applicationDbid: 202 }),
    ];

    expect(new Set([alias, cache.aliasFor({ ...content }), ...ofOthers]).size).toBe(3);
    expect(cache.open(alias)?.content).toEqual(content);
    expect(keyring.asked).toEqual({ seal: 3, open: 0 });
  });

  it('does not take tenant 1 and application 12 for tenant 11 and application 2', () => {
    const { cache } = aCache();

    expect(cache.aliasFor({ tenantDbid: 1, applicationDbid: 12 })).not.toBe(
      cache.aliasFor({ tenantDbid: 11, applicationDbid: 2 }),
    );
  });

  it('opens an alias of another node once, and does not seal it again where the key is the current one', () => {
    const { cache, keyring } = aCache();
    const alias = new Keyring([current]).seal(content);

    expect(cache.open(alias)).toBe(cache.open(alias));
    expect(cache.aliasFor(content)).toBe(alias);
    expect(keyring.asked).toEqual({ seal: 0, open: 1 });
  });

  it('opens an alias of the previous key, and seals with the current one (F35)', () => {
    const { cache } = aCache();
    const alias = new Keyring([previous]).seal(content);

    expect(cache.open(alias)?.content).toEqual(content);
    expect(cache.aliasFor(content)).toBe(new Keyring([current]).seal(content));
  });

  it('remembers for five seconds what it refused', () => {
    const { cache, keyring, time } = aCache();
    const opensAt = (now: number): number => {
      time.now = now;
      expect(cache.open(stranger)).toBeUndefined();
      return keyring.asked.open;
    };

    expect([1, 2, 5_000, 5_002].map(opensAt)).toEqual([1, 1, 1, 2]);
  });

  it.each(['', 'A'.repeat(31), 'A'.repeat(33), 'A'.repeat(1_000_000)])(
    'refuses a text of another length without the cipher and without remembering it (%#)',
    (text) => {
      const { cache, keyring } = aCache();

      expect(cache.open(text)).toBeUndefined();
      expect(keyring.asked.open).toBe(0);
    },
  );

  it('forgets what was used longest ago, and is right all the same (F37)', () => {
    const { cache, keyring } = aCache({ maxAliases: 2 });
    const contents = [201, 202, 203].map((applicationDbid) => ({ tenantDbid: 1, applicationDbid }));

    const aliases = contents.map((each) => cache.aliasFor(each));

    expect(aliases.map((alias) => cache.open(alias)?.content)).toEqual(contents);
    expect(keyring.asked).toEqual({ seal: 3, open: 3 });
  });
});
