import { pathOf } from './configuration-index.js';
import type { ConfigurationIndex, PlacedApplication, Reach } from './configuration-index.js';
import { databasesOf } from './databases-of.js';
import { interactionServers } from './interaction-servers.js';
import { subject, toApplication, toDatabase, toTenant } from './object-references.js';
import type { Breach, Rule } from './rule.js';

export const mt5: Rule = {
  id: 'MT-5',
  severity: 'error',
  title: 'At most one multimedia switch, Interaction Server, UCS and UCS database per tenant',
  reason:
    'Clients find these by their tenant alone and could not choose between two. A warm standby pair counts as one, and a database may serve several tenants.',
  remedy: 'Leave one of them to the tenant, and take the tenant off the others.',
  *check({ index }) {
    yield* furtherSwitches(index);
    yield* furtherServers(index.groupByTenant(interactionServers(index)), 'Interaction Server');
    yield* furtherServers(index.byTenant('UniversalContactServer'), 'Universal Contact Server');
    yield* furtherDatabases(index);
  },
};

function* furtherSwitches(index: ConfigurationIndex): Iterable<Breach> {
  for (const tenant of index.tenantNames) {
    const [first, ...further] = index.multimediaSwitchesOf(tenant);
    for (const { object, at } of further) {
      yield {
        path: ['switches', at, 'tenant'],
        message: `switch "${object.name}": tenant "${tenant}" has the multimedia switch "${first?.object.name ?? ''}" already`,
        objects: [{ kind: 'switch', name: object.name }, toTenant(tenant)],
        remedy: `Delete one of the two switches, or give "${object.name}" to another tenant.`,
      };
    }
  }
}

function* furtherServers(byTenant: ReadonlyMap<string, readonly PlacedApplication[]>, what: string): Iterable<Breach> {
  for (const [tenant, [first, ...further]] of byTenant) {
    for (const server of further) {
      yield {
        path: ['applications', server.at, 'tenants', server.object.tenants.indexOf(tenant)],
        message: `${subject(server)}: tenant "${tenant}" has the ${what} "${first?.object.name ?? ''}" already`,
        objects: [toApplication(server), toTenant(tenant)],
        remedy: `Take "${tenant}" off the tenants of one of the two; if they are meant as a warm standby pair, name one as the backup of the other.`,
      };
    }
  }
}

/** The databases of a tenant are those that its UCS reaches, without those that serve other tenants only. */
function* furtherDatabases(index: ConfigurationIndex): Iterable<Breach> {
  for (const [tenant, servers] of index.byTenant('UniversalContactServer')) {
    const reached = servers.flatMap((server) => databasesOf(server, index).map((each) => ({ server, ...each })));
    const serving = reached.filter(({ database }) => serves(database, tenant, index));
    const first = serving[0]?.database;
    const told = new Set([first]);
    for (const { server, database, reach } of serving) {
      if (told.has(database)) continue;
      told.add(database);
      yield databaseBreach({ server, database, reach, tenant, first: first ?? '' });
    }
  }
}

function serves(name: string, tenant: string, index: ConfigurationIndex): boolean {
  const { tenants = [] } = index.database(name)?.object ?? {};
  return tenants.length === 0 || tenants.includes(tenant);
}

interface FurtherDatabase {
  readonly server: PlacedApplication;
  readonly database: string;
  readonly reach: Reach;
  readonly tenant: string;
  readonly first: string;
}

function databaseBreach({ server, database, reach, tenant, first }: FurtherDatabase): Breach {
  return {
    path: pathOf(reach),
    message: `${subject(server)}: "${reach.to.object.name}" leads to "${database}", but the UCS database of tenant "${tenant}" is "${first}" already`,
    objects: [toApplication(server), toTenant(tenant), toDatabase(database)],
    remedy: `Let the Database Access Points of the UCS of "${tenant}" lead to one database, or say in the tenants of the databases which tenant each is for.`,
  };
}
