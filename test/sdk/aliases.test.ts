import { createCipheriv, randomBytes } from 'node:crypto';
import { createLoadBalancer } from '@eservices-lb/sdk';
import fc from 'fast-check';
import { Keyring } from '../../packages/sdk/src/core/alias/keyring.js';
import { openAlias, sealAlias } from '../../packages/sdk/src/core/alias/seal.js';
import { aChatServer, aliasKey, anEstate, aSnapshot } from './an-estate.js';

const chat = { tenant: 'Environment', type: 'ChatServer' };
const shared = aChatServer(1, { tenants: ['Environment', 'Resources'] });
const dbids = fc.integer({ min: 1, max: 0xffff_ffff });
const key = randomBytes(32);

describe('aliases', () => {
  it('are the same for the same instance on every node and at every start', async () => {
    await using one = await anEstate(aSnapshot([shared]));
    await using other = await anEstate(aSnapshot([shared]));

    expect(other.loadBalancer.select(chat).alias).toBe(one.loadBalancer.select(chat).alias);
  });

  it('given by one node resolve on another', async () => {
    await using one = await anEstate(aSnapshot([shared]));
    await using other = await anEstate(aSnapshot([shared]));

    const { alias } = one.loadBalancer.select(chat);

    expect(other.loadBalancer.resolve(alias, chat)).toMatchObject({
      application: 'ChatServer_1',
      state: 'live',
      stale: false,
    });
  });

  it('of another tenant are answered in the same words as forged ones', async () => {
    await using estate = await anEstate(aSnapshot([shared]));
    const { alias } = estate.loadBalancer.select(chat);

    const foreign = thrownBy(() => estate.loadBalancer.resolve(alias, { tenant: 'Resources' }));
    const forged = thrownBy(() => estate.loadBalancer.resolve('A'.repeat(32), { tenant: 'Resources' }));

    expect(foreign.code).toBe('ALIAS_TENANT_MISMATCH');
    expect(forged.code).toBe('ALIAS_INVALID');
    expect(foreign.message).toBe(forged.message);
  });

  it('sealed with the previous key are still opened after a rotation', async () => {
    const current = randomBytes(32).toString('base64');
    await using before = await anEstate(aSnapshot([shared]));
    await using after = await anEstate(aSnapshot([shared]), { aliasKeys: [current, aliasKey] });
    const { alias } = before.loadBalancer.select(chat);

    expect(after.loadBalancer.resolve(alias, chat).application).toBe('ChatServer_1');
    expect(after.loadBalancer.select(chat).alias).not.toBe(alias);
  });

  it('sealed with an unknown key are invalid', async () => {
    await using estate = await anEstate(aSnapshot([shared]));
    const alias = sealAlias({ tenantDbid: 1, applicationDbid: 201 }, randomBytes(32));

    expect(thrownBy(() => estate.loadBalancer.resolve(alias, chat)).code).toBe('ALIAS_INVALID');
  });

  it('hold whatever tenant and application they are sealed with (property)', () => {
    fc.assert(
      fc.property(dbids, dbids, (tenantDbid, applicationDbid) => {
        const content = { tenantDbid, applicationDbid };
        expect(openAlias(sealAlias(content, key), key)).toEqual(content);
      }),
    );
  });

  it('with any one character changed are refused (property)', () => {
    const alias = sealAlias({ tenantDbid: 1, applicationDbid: 201 }, key);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    fc.assert(
      fc.property(fc.nat(31), fc.nat(63), (position, replacement) => {
        const character = alphabet[replacement]!;
        fc.pre(alias[position] !== character);
        const changed = alias.slice(0, position) + character + alias.slice(position + 1);
        expect(new Keyring([key]).open(changed)).toBeUndefined();
      }),
    );
  });

  it('have one spelling only, although there are others for the same bytes', () => {
    const aliases = Array.from({ length: 50 }, (_, index) => sealAlias({ tenantDbid: 1, applicationDbid: index }, key));
    const spellings = aliases.flatMap((alias) => [
      alias.replaceAll('-', '+').replaceAll('_', '/'),
      `${alias.slice(0, 16)}\n${alias.slice(16)}`,
      `${alias}=`,
      ` ${alias}`,
    ]);

    for (const text of spellings.filter((spelling) => !aliases.includes(spelling))) {
      expect(openAlias(text, key)).toBeUndefined();
    }
  });

  it('of another version of the format are refused, although the key is right', () => {
    const sealedAs = (version: number): string => {
      const plain = Buffer.alloc(16);
      plain.writeUInt8(version, 0);
      plain.writeUInt32BE(201, 12);
      const cipher = createCipheriv('id-aes256-wrap', key, Buffer.alloc(8, 0xa6));
      return Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64url');
    };

    expect(openAlias(sealedAs(1), key)).toEqual({ tenantDbid: 0, applicationDbid: 201 });
    expect([0, 2, 255].map((version) => openAlias(sealedAs(version), key))).toEqual([undefined, undefined, undefined]);
  });

  it('of any text at all never throw anything but ALIAS_INVALID (property)', async () => {
    await using estate = await anEstate(aSnapshot([shared]));
    const anything = fc.oneof(
      fc.string({ maxLength: 64 }),
      fc.base64String(),
      fc.constant('x'.repeat(1_000_000)),
      fc.anything(),
    );
    fc.assert(
      fc.property(anything, (text) => {
        expect(thrownBy(() => estate.loadBalancer.resolve(text as string, chat)).code).toBe('ALIAS_INVALID');
      }),
    );
  });

  it('warn when no key is given, because no other node will know them', async () => {
    const warnings: string[] = [];
    const loadBalancer = createLoadBalancer({
      ...{ application: 'WebAPIServer_1', source: { kind: 'file', events: () => nothing() } },
      onWarning: (warning) => warnings.push(warning),
    });
    await loadBalancer.close();

    expect(warnings).toEqual([expect.stringContaining('No aliasKeys are given')]);
  });
});

async function* nothing(): AsyncGenerator<never> {
  // A source without a view.
}

function thrownBy(act: () => unknown): Error & { code?: string } {
  try {
    act();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}
