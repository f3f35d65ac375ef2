import type { Application } from '../../wire/application.js';
import type { Configuration } from '../directory/snapshot.js';
import { endpointOf } from './endpoint.js';
import type { EndpointOrProblem } from './endpoint.js';
import { expandClusters } from './expand-clusters.js';
import type { ExpandedConnection } from './expand-clusters.js';

/** A server within reach of the balancing application: its primary, and the backup where it has one. */
export interface ReachableServer {
  readonly application: Application;
  readonly endpoint: EndpointOrProblem;
  readonly backup: { readonly application: Application; readonly endpoint: EndpointOrProblem } | undefined;
  /** The Application Clusters it is reached through. */
  readonly clusters: readonly string[];
  /** Of the connection, the member's own before its cluster's (LB-11); of the first connection, where there are several. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** A server that was within reach and no longer is. `since` is monotonic, in ms. */
export interface DepartedServer {
  readonly server: ReachableServer;
  readonly since: number;
}

/** What the balancing application's Connections and Tenants scope in; derived from the configuration alone, and from what was before. */
export interface Scope {
  /** The balancing application, where the configuration has it. */
  readonly application: Application | undefined;
  /** By DBID, which is also what removes doubles (LB-12), in the order of DBIDs, so that no list order matters (R40). */
  readonly reachable: ReadonlyMap<number, ReachableServer>;
  readonly departed: ReadonlyMap<number, DepartedServer>;
}

export const emptyScope: Scope = { application: undefined, reachable: new Map(), departed: new Map() };

export interface ScopeOptions {
  readonly application: string;
  /** Monotonic ms. */
  readonly at: number;
  /** How long a departed server is remembered, ms. */
  readonly gracePeriodMs: number;
}

export function nextScope(before: Scope, configuration: Configuration, options: ScopeOptions): Scope {
  const byName = new Map(
    [...configuration.applications.values()].map((application) => [application.name, application]),
  );
  const application = byName.get(options.application);
  const connections = expandClusters(application?.connections ?? [], (name) => byName.get(name));
  const reachable = reachableServers(connections, configuration, byName);
  return { application, reachable, departed: departedServers(before, reachable, options) };
}

function reachableServers(
  connections: readonly ExpandedConnection[],
  configuration: Configuration,
  byName: ReadonlyMap<string, Application>,
): ReadonlyMap<number, ReachableServer> {
  const servers = new Map<number, ReachableServer>();
  for (const connection of [...connections].sort((a, b) => a.target.dbid - b.target.dbid)) {
    const { target, cluster } = connection;
    const known = servers.get(target.dbid) ?? reachableServer(connection, configuration, byName);
    servers.set(target.dbid, cluster === undefined ? known : { ...known, clusters: [...known.clusters, cluster] });
  }
  return servers;
}

/** A linked backup takes its connection and its tenants from the primary (LB-14). */
function reachableServer(
  { target, portId, parameters }: ExpandedConnection,
  { hosts }: Configuration,
  byName: ReadonlyMap<string, Application>,
): ReachableServer {
  const backup = target.backup === undefined ? undefined : byName.get(target.backup);
  return {
    application: target,
    endpoint: endpointOf(target, portId, hosts),
    backup: backup && { application: backup, endpoint: endpointOf(backup, portId, hosts) },
    clusters: [],
    parameters,
  };
}

function departedServers(
  before: Scope,
  reachable: ReadonlyMap<number, ReachableServer>,
  { at, gracePeriodMs }: ScopeOptions,
): ReadonlyMap<number, DepartedServer> {
  const departed = new Map<number, DepartedServer>();
  for (const [dbid, known] of before.departed) {
    if (!reachable.has(dbid) && at - known.since <= gracePeriodMs) departed.set(dbid, known);
  }
  for (const [dbid, server] of before.reachable) {
    if (!reachable.has(dbid)) departed.set(dbid, { server, since: at });
  }
  return departed;
}
