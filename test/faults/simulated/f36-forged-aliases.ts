import type { LoadBalancer } from '@eservices-lb/sdk';
import { aChatServer, anEmailServer, anEstate, aSnapshot } from '../../sdk/an-estate.js';
import type { Fault } from '../fault.js';
import { drawsOf } from './draws-of.js';
import type { Draws } from './draws-of.js';

const tenants = ['Environment', 'Resources'];
const attempts = 100;
const bytesOf = (draws: Draws, length: number): Buffer =>
  Buffer.from(Array.from({ length }, () => draws.integer(0, 255)));

/** Forgeries from two aliases that are genuine for the tenant who uses them. */
const forgers: readonly ((draws: Draws, one: string, other: string) => unknown)[] = [
  (draws) => bytesOf(draws, 24).toString('base64url'),
  (draws, one) => flipped(one, draws, draws.integer(1, 8)),
  (draws, one) => one.slice(0, draws.integer(0, one.length - 1)),
  (draws, one) => one.slice(draws.integer(1, one.length)),
  (draws, one, other) => spliced(one, other, draws.integer(1, one.length - 1)),
  (draws, one) => spliced(one, bytesOf(draws, 24).toString('base64url'), draws.integer(1, one.length - 1)),
  (draws, one) => one + draws.oneOf(['=', '\0', ' ', one, '💬', '%00', '../..']),
  (_draws, one) => one.toUpperCase(),
  (_draws, one) => one.replaceAll('-', '+').replaceAll('_', '/'),
  (_draws, one) => Buffer.from(one).reverse().toString(),
  (draws) => draws.oneOf([undefined, null, 0, NaN, {}, [], ['a'.repeat(32)], Symbol('alias'), () => 'alias', 32n]),
];

export const forgedAliases: Fault = {
  row: 'F36',
  kind: 'simulated',
  fault: 'aliases that are forged, cut off, changed by a bit, a megabyte long, or of another tenant',
  condition: 'none is accepted, nothing but the refusal is thrown, and all refusals read alike',
  async play(seed) {
    const draws = drawsOf(seed);
    const servers = Array.from({ length: draws.integer(2, 5) }, (_, index) => aChatServer(index + 1, { tenants }));
    await using estate = await anEstate(aSnapshot([...servers, anEmailServer(1)]), { random: draws.random });
    await using stranger = await anEstate(aSnapshot(servers), {
      aliasKeys: [bytesOf(draws, 32).toString('base64')],
      random: draws.random,
    });
    const { loadBalancer } = estate;
    const given = tenants.map((tenant) => aliasesOf(loadBalancer, tenant, 2 * servers.length));
    const genuine = new Set(given.flat());
    const answers = new Set<string>();
    const refuse = (alias: unknown, tenant: string, code: string): void => {
      const { code: thrown, message } = refusalOf(loadBalancer, alias, tenant);
      if (thrown !== code) throw new Error(`${typeof alias} ${String(alias).slice(0, 64)} is answered with ${thrown}.`);
      answers.add(message);
    };

    let refused = 0;
    while (refused < attempts) {
      const forged = draws.oneOf(forgers)(draws, draws.oneOf(given[0]!), draws.oneOf(given[0]!));
      if (genuine.has(forged as string)) continue;
      refuse(forged, 'Environment', 'ALIAS_INVALID');
      refused += 1;
    }
    refuse(draws.oneOf(given[0]!).repeat(32_768), 'Environment', 'ALIAS_INVALID');
    for (const alias of given[1]!) refuse(alias, 'Environment', 'ALIAS_TENANT_MISMATCH');
    for (const alias of aliasesOf(stranger.loadBalancer, 'Environment', 3))
      refuse(alias, 'Environment', 'ALIAS_INVALID');
    for (const alias of given[0]!) expect(loadBalancer.resolve(alias, { tenant: 'Environment' }).state).toBe('live');
    expect(answers.size).toBe(1);
    return { refused };
  },
};

function flipped(alias: string, draws: Draws, times: number): string {
  const bytes = Buffer.from(alias, 'base64url');
  for (let count = 0; count < times; count += 1) bytes[draws.integer(0, bytes.length - 1)]! ^= 1 << draws.integer(0, 7);
  return bytes.toString('base64url');
}

const spliced = (one: string, other: string, at: number): string => one.slice(0, at) + other.slice(at);

const aliasesOf = (loadBalancer: LoadBalancer, tenant: string, count: number): readonly string[] => [
  ...new Set(Array.from({ length: count }, () => loadBalancer.select({ tenant, type: 'ChatServer' }).alias)),
];

function refusalOf(loadBalancer: LoadBalancer, alias: unknown, tenant: string): Error & { readonly code: string } {
  try {
    loadBalancer.resolve(alias as string, { tenant });
  } catch (error) {
    return error as Error & { readonly code: string };
  }
  return Object.assign(new Error(), { code: 'acceptance' });
}
