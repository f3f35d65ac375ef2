import { randomBytes } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { LoadBalancerError } from '@eservices-lb/sdk';
import { aChatServer, anEstate, aSnapshot } from './an-estate.js';

const attempts = 1_000_000;
const chat = { tenant: 'Environment', type: 'ChatServer' };
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe('an alias that nobody made', () => {
  it('is never accepted, never throws anything but ALIAS_INVALID, and takes no memory: a million of them (F36)', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1), aChatServer(2)]));
    const { alias } = estate.loadBalancer.select(chat);
    const other = estate.loadBalancer.select(chat).alias;
    const genuine = new Set([alias, other]);
    const forgeries = forgeriesOf(alias);
    const codes = new Map<string, number>();

    const attempt = (count: number): void => {
      for (let index = 0; index < count; index += 1) {
        const forged = forgeries[index % forgeries.length]!(index);
        if (genuine.has(forged)) continue;
        const code = outcomeOf(() => estate.loadBalancer.resolve(forged, chat));
        codes.set(code, (codes.get(code) ?? 0) + 1);
      }
    };
    attempt(attempts / 4);
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    attempt((attempts * 3) / 4);
    collectGarbage();
    const grownBytes = process.memoryUsage().heapUsed - before;

    expect([...codes.keys()]).toEqual(['ALIAS_INVALID']);
    expect(codes.get('ALIAS_INVALID')).toBeGreaterThan(attempts * 0.99);
    expect(grownBytes).toBeLessThan(2_000_000);
  }, 120_000);
});

/** Random ones of the right length, one bit changed, one character changed, cut off, made longer, and other texts. */
function forgeriesOf(alias: string): readonly ((index: number) => string)[] {
  const bytes = Buffer.from(alias, 'base64url');
  const huge = alias.repeat(32_768);
  return [
    () => randomBytes(24).toString('base64url'),
    (index) => {
      const flipped = Buffer.from(bytes);
      const position = index % (bytes.length * 8);
      flipped[position >>> 3]! ^= 1 << (position & 7);
      return flipped.toString('base64url');
    },
    (index) => {
      const position = index % alias.length;
      const character = alphabet[Math.floor(index / alias.length) % alphabet.length]!;
      return alias.slice(0, position) + character + alias.slice(position + 1);
    },
    (index) => alias.slice(0, index % alias.length),
    (index) => alias + alphabet[index % alphabet.length]!,
    (index) =>
      ['', ' ', '__proto__', 'constructor', `${alias}=`, ` ${alias}`, '\0'.repeat(32), '💬'.repeat(16), huge][
        index % 9
      ]!,
  ];
}

function outcomeOf(act: () => unknown): string {
  try {
    act();
    return 'accepted';
  } catch (error) {
    return error instanceof LoadBalancerError ? error.code : String(error);
  }
}
