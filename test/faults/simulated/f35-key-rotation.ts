import type { LoadBalancer } from '@eservices-lb/sdk';
import { aChatServer, anEstate, aSnapshot } from '../../sdk/an-estate.js';
import type { Fault } from '../fault.js';
import { drawsOf } from './draws-of.js';
import type { Draws } from './draws-of.js';

const tenants = ['Environment', 'Resources'];
const type = 'ChatServer';

export const keyRotation: Fault = {
  row: 'F35',
  kind: 'simulated',
  fault: 'the alias key is rotated while web nodes restart one after the other',
  condition: 'the old key opens during the overlap, new aliases have the new key, and after the overlap ALIAS_INVALID',
  async play(seed) {
    const draws = drawsOf(seed);
    const [before, after] = [aKey(draws), aKey(draws)];
    /** Every web node knows the new key before any seals with it, and forgets the old one last. */
    const stages = [[before], [before, after], [after, before], [after]];
    const servers = Array.from({ length: draws.integer(1, 2) }, (_, index) => aChatServer(index + 1, { tenants }));
    const snapshot = aSnapshot(servers);
    const count = draws.integer(1, 2);
    const sealed: Readonly<Record<'before' | 'after', Map<string, string>>> = { before: new Map(), after: new Map() };
    const nodes: { stage: number; loadBalancer: LoadBalancer }[] = [];
    const start = async (stage: number): Promise<(typeof nodes)[number]> => {
      const { loadBalancer } = await anEstate(snapshot, { aliasKeys: stages[stage]!, random: draws.random });
      return { stage, loadBalancer };
    };
    for (let node = 0; node < count; node += 1) nodes.push(await start(0));
    let resolutions = 0;

    /** Each web node gives aliases, and each opens whatever any gave, except what was sealed with a key that it has no more. */
    const check = (): void => {
      for (const { stage, loadBalancer } of nodes) {
        for (const tenant of tenants) {
          const { alias, application } = loadBalancer.select({ tenant, type });
          const key = `${application} ${tenant}`;
          const same = sealed[stage < 2 ? 'before' : 'after'];
          if ((same.get(key) ?? alias) !== alias) throw new Error('Two web nodes seal otherwise with the same key.');
          same.set(key, alias);
        }
      }
      for (const { stage, loadBalancer } of nodes) {
        for (const [era, aliases] of Object.entries(sealed)) {
          const isKnown = era === 'before' ? stage < 3 : stage > 0;
          for (const [key, alias] of aliases) {
            const [application, tenant] = key.split(' ') as [string, string];
            const outcome = outcomeOf(loadBalancer, alias, tenant);
            resolutions += 1;
            if (outcome !== (isKnown ? application : 'ALIAS_INVALID'))
              throw new Error(`At stage ${stage}, the alias sealed ${era} is answered with ${outcome}.`);
          }
        }
      }
      for (const [key, alias] of sealed.before)
        if (sealed.after.get(key) === alias) throw new Error('The new key seals as the old one did.');
    };
    for (let stage = 1; stage < stages.length; stage += 1) {
      for (const index of draws.shuffled(nodes.map((_, node) => node))) {
        check();
        await nodes[index]!.loadBalancer.close();
        nodes[index] = await start(stage);
      }
    }
    check();
    for (const { loadBalancer } of nodes) await loadBalancer.close();
    return { resolutions };
  },
};

const aKey = (draws: Draws): string =>
  Buffer.from(Array.from({ length: 32 }, () => draws.integer(0, 255))).toString('base64');

function outcomeOf(loadBalancer: LoadBalancer, alias: string, tenant: string): string {
  try {
    return loadBalancer.resolve(alias, { tenant }).application;
  } catch (error) {
    return (error as { readonly code: string }).code;
  }
}
