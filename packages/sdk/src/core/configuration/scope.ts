import type { Application, Tenant } from '../../wire/application.js';
import type { Configuration } from '../directory/snapshot.js';
import { nextDepartures, noDepartures } from './departures.js';
import type { Departures } from './departures.js';
import { expandClusters } from './expand-clusters.js';
import type { ExpandedConnection } from './expand-clusters.js';
import { reachableServer } from './reachable-server.js';
import type { ReachableServer } from './reachable-server.js';
import { withoutTakenAddresses } from './taken-addresses.js';

/** What the balancing application's Connections and Tenants scope in; derived from the configuration alone, and from what was before. */
export interface Scope {
  /** The balancing application as it is in force, where the configuration has it. */
  readonly application: Application | undefined;
  readonly tenants: ReadonlyMap<string, Tenant>;
  /** The tenants that exist and that the balancing application lists (LB-8). */
  readonly servedTenants: ReadonlySet<string>;
  /** By DBID, which is also what removes doubles (LB-12), in the order of DBIDs, so that no list order matters (R40). */
  readonly reachable: ReadonlyMap<number, ReachableServer>;
  /** The DBID of the server that an application is a member of, by the application's name. */
  readonly serverOf: ReadonlyMap<string, number>;
  readonly departures: Departures;
  /** What is wrong with the Connections, in words. */
  readonly problems: readonly string[];
}

export const emptyScope: Scope = {
  application: undefined,
  tenants: new Map(),
  servedTenants: new Set(),
  reachable: new Map(),
  serverOf: new Map(),
  departures: noDepartures,
  problems: [],
};

export interface ScopeOptions {
  readonly application: string;
  /** Monotonic ms. */
  readonly at: number;
  /** How long what departed is remembered, ms. */
  readonly gracePeriodMs: number;
}

export function nextScope(before: Scope, configuration: Configuration, options: ScopeOptions): Scope {
  const byName = new Map<string, Application>();
  for (const application of configuration.applications.values()) byName.set(application.name, application);
  const tenants = new Map<string, Tenant>();
  for (const tenant of configuration.tenants.values()) tenants.set(tenant.name, tenant);

  const application = inForce(byName.get(options.application), byName);
  const { connections, problems } = expandClusters(application?.connections ?? [], (name) => byName.get(name));
  const addresses = addressesOf(configuration);
  const reachable = reachableServers(connections, { addresses, byName, before });
  const departures = nextDepartures(before, reachable, options);
  const parts = { applications: configuration.applications.values(), addresses };
  return {
    ...{ application, tenants, reachable, problems },
    servedTenants: new Set(application?.tenants.filter((tenant) => tenants.has(tenant))),
    serverOf: serversByMember(reachable),
    departures: { ...departures, servers: withoutTakenAddresses(departures.servers, parts) },
  };
}

/** A balancing application that is itself a linked backup has the connections and tenants of its primary (LB-14). */
function inForce(
  application: Application | undefined,
  byName: ReadonlyMap<string, Application>,
): Application | undefined {
  if (application === undefined) return undefined;
  for (const { backup, connections, tenants } of byName.values())
    if (backup === application.name) return { ...application, connections, tenants };
  return application;
}

function addressesOf({ hosts }: Configuration): ReadonlyMap<string, string> {
  return new Map([...hosts.values()].map(({ name, address }) => [name, address]));
}

interface ReachableParts {
  /** Of the hosts, by name. */
  readonly addresses: ReadonlyMap<string, string>;
  readonly byName: ReadonlyMap<string, Application>;
  readonly before: Scope;
}

/** The backup of a pair is reached as its member, never by itself (LB-14). */
function reachableServers(
  connections: readonly ExpandedConnection[],
  { addresses, byName, before }: ReachableParts,
): ReadonlyMap<number, ReachableServer> {
  const backups = new Set([...byName.values()].map(({ backup }) => backup));
  const byTarget = new Map<number, [ExpandedConnection, ...ExpandedConnection[]]>();
  for (const connection of connections) {
    const { dbid, name } = connection.target;
    if (backups.has(name)) continue;
    const known = byTarget.get(dbid);
    if (known === undefined) byTarget.set(dbid, [connection]);
    else known.push(connection);
  }
  const applicationNamed = (name: string): Application | undefined => byName.get(name);
  return new Map(
    [...byTarget]
      .sort(([a], [b]) => a - b)
      .map(([dbid, toIt]) => {
        const parts = { addresses, applicationNamed, before: before.reachable.get(dbid) };
        return [dbid, reachableServer(toIt, parts)];
      }),
  );
}

function serversByMember(reachable: ReadonlyMap<number, ReachableServer>): ReadonlyMap<string, number> {
  const servers = new Map<string, number>();
  for (const [dbid, { application, backup }] of reachable) {
    servers.set(application.name, dbid);
    if (backup !== undefined) servers.set(backup.application.name, dbid);
  }
  return servers;
}
