import type { ReachableServer } from './reachable-server.js';

/** A server that was within reach and no longer is. `since` is monotonic, in ms. */
export interface DepartedServer {
  readonly server: ReachableServer;
  readonly since: number;
}

/** What is gone, and is remembered for a while for the sake of the aliases that denote it. */
export interface Departures {
  /** By DBID. */
  readonly servers: ReadonlyMap<number, DepartedServer>;
  /** Since when a server that is still there no longer serves a tenant, by DBID and tenant name; monotonic ms. */
  readonly tenants: ReadonlyMap<number, ReadonlyMap<string, number>>;
}

export const noDepartures: Departures = { servers: new Map(), tenants: new Map() };

type Reachable = ReadonlyMap<number, ReachableServer>;

export interface DepartureOptions {
  /** Monotonic ms. */
  readonly at: number;
  /** How long a departure is remembered, ms. */
  readonly gracePeriodMs: number;
}

/** The departures after a change of what is within reach; those longer ago than the grace period are forgotten. */
export function nextDepartures(
  before: { readonly reachable: Reachable; readonly departures: Departures },
  after: Reachable,
  { at, gracePeriodMs }: DepartureOptions,
): Departures {
  const isRemembered = (since: number): boolean => at - since <= gracePeriodMs;
  const servers = new Map<number, DepartedServer>();
  const tenants = new Map<number, ReadonlyMap<string, number>>();
  for (const [dbid, known] of before.departures.servers) {
    if (!after.has(dbid) && isRemembered(known.since)) servers.set(dbid, known);
  }
  for (const [dbid, server] of before.reachable) {
    const now = after.get(dbid);
    if (now === undefined) servers.set(dbid, { server, since: at });
    else {
      const left = leftTenants(server, now, { known: before.departures.tenants.get(dbid), at, isRemembered });
      if (left.size > 0) tenants.set(dbid, left);
    }
  }
  return { servers, tenants };
}

/** When the first of those that are remembered departed; monotonic ms. */
export function earliestDeparture({ servers, tenants }: Departures): number | undefined {
  let earliest: number | undefined;
  const consider = (since: number): void => {
    if (earliest === undefined || since < earliest) earliest = since;
  };
  for (const { since } of servers.values()) consider(since);
  for (const left of tenants.values()) for (const since of left.values()) consider(since);
  return earliest;
}

const nobody: ReadonlyMap<string, number> = new Map();

interface TenantDepartures {
  readonly known: ReadonlyMap<string, number> | undefined;
  readonly at: number;
  readonly isRemembered: (since: number) => boolean;
}

function leftTenants(
  before: ReachableServer,
  after: ReachableServer,
  { known = nobody, at, isRemembered }: TenantDepartures,
): ReadonlyMap<string, number> {
  if (before.application === after.application && known.size === 0) return nobody;
  const left = new Map([...known].filter(([tenant, since]) => !after.tenants.has(tenant) && isRemembered(since)));
  for (const tenant of before.tenants) if (!after.tenants.has(tenant) && !left.has(tenant)) left.set(tenant, at);
  return left;
}
