import type { Application } from '@eservices-lb/sdk/wire';
import { aChatServer, anEmailServer, anEstate, aSnapshot, aWebApiServer } from '../../sdk/an-estate.js';
import type { Estate } from '../../sdk/an-estate.js';
import type { Fault } from '../fault.js';
import { drawsOf } from './draws-of.js';
import type { Draws } from './draws-of.js';

const gracePeriodMs = 60_000;
const tenants = ['Environment', 'Resources'];

export const addressReused: Fault = {
  row: 'F24',
  kind: 'simulated',
  fault: 'the host and port of an instance are given to another instance or tenant',
  condition: 'its old aliases say INSTANCE_GONE, and never lead to the new owner',
  async play(seed) {
    const draws = drawsOf(seed);
    const anInstance = draws.oneOf([aChatServer, anEmailServer]);
    const servers = Array.from({ length: draws.integer(2, 8) }, (_, index) => anInstance(index + 1, { tenants }));
    const [leaving, ...others] = draws.shuffled(servers) as [Application, ...Application[]];
    const moves = draws.isTrue(0.25);
    const owner = theNewOwner(leaving, { draws, mayHaveItsName: !moves });
    const web = aWebApiServer([...servers.map(({ name }) => name), ...(draws.isTrue(0.7) ? [owner.name] : [])]);
    await using estate = await anEstate(aSnapshot([web, ...servers]), { gracePeriodMs, random: draws.random });
    const aliases = tenants.map((tenant) => ({ tenant, alias: aliasOf(estate, leaving, { tenant, others }) }));
    const isFirst = owner.name !== leaving.name && draws.isTrue(0.5);

    if (isFirst) await estate.configure(owner);
    if (!moves) await estate.remove(leaving.dbid);
    else await estate.configure({ ...leaving, ports: leaving.ports.map((port) => ({ ...port, port: 8_000 })) });
    if (!isFirst) await estate.configure(owner);
    if (draws.isTrue(0.5)) await estate.report(owner.name, 'running');

    let [resolutions, moments] = [0, draws.integer(1, 6)];
    for (; moments > 0; moments -= 1) {
      for (const { tenant, alias } of aliases) {
        resolutions += 1;
        const outcome = outcomeOf(estate, alias, tenant);
        if (outcome !== (moves ? 8_000 : 'INSTANCE_GONE'))
          throw new Error(`The alias of ${leaving.name} is answered with ${outcome}; ${owner.name} is there now.`);
      }
      estate.clock.advance(draws.integer(0, gracePeriodMs));
      if (draws.isTrue(0.2)) await estate.configure({ ...owner, version: `8.1.${moments}` });
      if (draws.isTrue(0.2)) await estate.remove(owner.dbid);
    }
    return { resolutions };
  },
};

/** Of any type, for any tenants, and maybe with the very name. */
function theNewOwner(
  leaving: Application,
  { draws, mayHaveItsName }: { readonly draws: Draws; readonly mayHaveItsName: boolean },
): Application {
  const anInstance = draws.oneOf([aChatServer, anEmailServer]);
  return anInstance(50, {
    tenants: draws.oneOf([['Environment'], ['Resources'], tenants]),
    name: mayHaveItsName && draws.isTrue(0.3) ? leaving.name : 'NewOwner',
    ports: ['default', 'webapi'].map((id) => ({ ...leaving.ports[0]!, id })),
  });
}

const aliasOf = (
  { loadBalancer }: Estate,
  { type }: Application,
  { tenant, others }: { readonly tenant: string; readonly others: readonly Application[] },
): string => loadBalancer.select({ tenant, type, exclude: others.map(({ name }) => name) }).alias;

function outcomeOf({ loadBalancer }: Estate, alias: string, tenant: string): number | string {
  try {
    return loadBalancer.resolve(alias, { tenant }).port;
  } catch (error) {
    return (error as { readonly code?: string }).code ?? String(error);
  }
}
