import { setImmediate } from 'node:timers/promises';
import { AliasCache } from '../../../packages/sdk/src/core/alias/alias-cache.js';
import { Keyring } from '../../../packages/sdk/src/core/alias/keyring.js';
import type { OpenedBy } from '../../../packages/sdk/src/core/alias/keyring.js';
import { sealAlias } from '../../../packages/sdk/src/core/alias/seal.js';
import { aChatServer, anEstate, aSnapshot } from '../../sdk/an-estate.js';
import type { Fault } from '../fault.js';
import { drawsOf } from './draws-of.js';
import type { Draws } from './draws-of.js';

const key = new Uint8Array(32).fill(7);
const tenant = 'Environment';
const type = 'ChatServer';
const uses = 300;

export const aliasTableFull: Fault = {
  row: 'F37',
  kind: 'simulated',
  fault: 'more aliases than the table holds, and many that end at once',
  condition:
    'the least recently used go, are counted, and only the cipher notices; those that ended say INSTANCE_GONE, and one timer waits for all of them',
  async play(seed) {
    const draws = drawsOf(seed);
    return { 'opened again': useMoreThanFit(draws), 'ended at once': await endMany(draws) };
  },
};

/** The table against a list in the order of use: the cipher runs exactly where the list has forgotten. */
function useMoreThanFit(draws: Draws): number {
  const maxAliases = draws.integer(1, 40);
  const keyring = new CountingKeyring([key]);
  const cache = new AliasCache(keyring, { maxAliases, now: () => 1 });
  const aliases = Array.from({ length: maxAliases + draws.integer(1, 40) }, (_, index) =>
    sealAlias({ tenantDbid: 1, applicationDbid: index + 1 }, key),
  );
  const recent: string[] = [];
  let expected = 0;
  for (let use = 0; use < uses; use += 1) {
    const alias = draws.oneOf(aliases);
    const place = recent.indexOf(alias);
    if (place >= 0) recent.splice(place, 1);
    else expected += 1;
    recent.push(alias);
    if (recent.length > maxAliases) recent.shift();
    const content = cache.open(alias)?.content;
    if (content?.applicationDbid !== aliases.indexOf(alias) + 1) throw new Error('An evicted alias is opened wrongly.');
    if (keyring.opened !== expected)
      throw new Error(
        `The cipher ran ${keyring.opened} times and not ${expected}: the table is not as long as it says.`,
      );
    if (cache.evictions !== expected - recent.length)
      throw new Error(`${cache.evictions} evictions are counted, not ${expected - recent.length}.`);
  }
  return expected;
}

class CountingKeyring extends Keyring {
  opened = 0;

  override open(alias: string): OpenedBy | undefined {
    this.opened += 1;
    return super.open(alias);
  }
}

async function endMany(draws: Draws): Promise<number> {
  const gracePeriodMs = draws.integer(1_000, 60_000);
  const servers = Array.from({ length: draws.integer(10, 30) }, (_, index) => aChatServer(index + 1));
  const maxAliases = draws.integer(1, servers.length);
  await using estate = await anEstate(aSnapshot(servers), { gracePeriodMs, maxAliases, random: draws.random });
  const { loadBalancer, clock, source } = estate;
  const names = servers.map(({ name }) => name);
  const aliases = names.map((name) => {
    const exclude = names.filter((other) => other !== name);
    return { name, alias: loadBalancer.select({ tenant, type, exclude }).alias };
  });
  const staying = servers.slice(0, draws.integer(1, 3));
  source.say({ type: 'snapshot', snapshot: aSnapshot(staying, { revision: 2 }) });
  await setImmediate();
  const check = (ended: string, timers: number): void => {
    for (const { name, alias } of draws.shuffled(aliases)) {
      const outcome = outcomeOf(() => loadBalancer.resolve(alias, { tenant }).state);
      const expected = staying.some((server) => server.name === name) ? 'live' : ended;
      if (outcome !== expected) throw new Error(`The alias of ${name} is answered with ${outcome}, not ${expected}.`);
    }
    if (clock.pending > timers) throw new Error(`${clock.pending} timers wait for the end of aliases.`);
  };
  check('draining', 1);
  clock.advance(gracePeriodMs);
  check('draining', 1);
  clock.advance(1);
  check('INSTANCE_GONE', 0);
  return servers.length - staying.length;
}

function outcomeOf(act: () => string): string {
  try {
    return act();
  } catch (error) {
    return (error as { readonly code: string }).code;
  }
}
