import type { ConfigurationChange, StatusChange } from '../../wire/event.js';
import type { SnapshotMessage, Version } from '../../wire/snapshot.js';
import type { ApplicationStatus } from '../../wire/status.js';
import type { DirectoryEvent } from './directory-event.js';
import { ShardedMap } from './sharded-map.js';
import { emptySnapshot } from './snapshot.js';
import type { Configuration, RunState, Snapshot } from './snapshot.js';

/**
 * The estate after an event. The same object comes back when the event changes nothing, or is older than what is known.
 * `at` is the monotonic time of the event in ms.
 */
export function reduce(snapshot: Snapshot, event: DirectoryEvent, at: number): Snapshot {
  switch (event.type) {
    case 'snapshot':
      return isOlder(snapshot, event.snapshot) ? snapshot : replaceAll(snapshot, event.snapshot, at);
    case 'configuration':
      return isNext(snapshot, event.change) ? changeConfiguration(snapshot, event.change) : snapshot;
    case 'status':
      return isNext(snapshot, event.change) ? changeStatus(snapshot, event.change, at) : snapshot;
    case 'rejected':
    case 'unrelated':
      return isNext(snapshot, event.version) ? { ...snapshot, revision: event.version.revision } : snapshot;
    case 'heartbeat':
    case 'lost':
    case 'warning':
      return snapshot;
  }
}

const isOlder = (known: Version, received: Version): boolean =>
  received.epoch === known.epoch && received.revision < known.revision;

const isNext = (known: Version, received: Version): boolean =>
  received.epoch === known.epoch && received.revision > known.revision;

function replaceAll(known: Snapshot, message: SnapshotMessage, at: number): Snapshot {
  return {
    epoch: message.epoch,
    revision: message.revision,
    configuration: {
      tenants: byDbid(message.tenants),
      hosts: byDbid(message.hosts),
      applications: byDbid(message.applications),
    },
    statuses: ShardedMap.from(message.statuses.map((status) => [status.application, runState(known, status, at)])),
  };
}

const byDbid = <T extends { readonly dbid: number }>(objects: readonly T[]): ReadonlyMap<number, T> =>
  ShardedMap.from(objects.map((object) => [object.dbid, object]));

function changeStatus(snapshot: Snapshot, change: StatusChange, at: number): Snapshot {
  const statuses = ShardedMap.of(snapshot.statuses);
  const state = runState(snapshot, change, at);
  return { ...snapshot, revision: change.revision, statuses: statuses.with(change.application, state) };
}

function runState(
  known: Snapshot,
  { application, status, mode, load, tenants }: ApplicationStatus,
  at: number,
): RunState {
  const before = known.statuses.get(application);
  const since = before?.status === status && before.mode === mode ? before.since : at;
  if (status !== 'running') return { status, mode, load, tenants, since };
  return { status, mode, load, tenants, since, runningSince: runningSince(known, before, at) };
}

/** Of what the first view shows running, nobody knows since when; what no status was ever heard of does not run (LB-4). */
function runningSince(known: Snapshot, before: RunState | undefined, at: number): number | undefined {
  if (known === emptySnapshot) return -Infinity;
  return before?.status === 'running' ? before.runningSince : at;
}

function changeConfiguration(snapshot: Snapshot, change: ConfigurationChange): Snapshot {
  const { configuration } = snapshot;
  const next = { ...snapshot, revision: change.revision, configuration: changedConfiguration(configuration, change) };
  if (change.kind !== 'application') return next;

  const dbid = change.change === 'deleted' ? change.dbid : change.object.dbid;
  const before = configuration.applications.get(dbid)?.name;
  const after = change.change === 'deleted' ? undefined : change.object.name;
  return before === undefined || before === after
    ? next
    : { ...next, statuses: renamed(snapshot.statuses, before, after) };
}

function changedConfiguration(configuration: Configuration, change: ConfigurationChange): Configuration {
  switch (change.kind) {
    case 'tenant':
      return { ...configuration, tenants: changed(configuration.tenants, change) };
    case 'host':
      return { ...configuration, hosts: changed(configuration.hosts, change) };
    case 'application':
      return { ...configuration, applications: changed(configuration.applications, change) };
  }
}

type Change<T> =
  { readonly change: 'added' | 'changed'; readonly object: T } | { readonly change: 'deleted'; readonly dbid: number };

function changed<T extends { readonly dbid: number }>(
  objects: ReadonlyMap<number, T>,
  change: Change<T>,
): ReadonlyMap<number, T> {
  const before = ShardedMap.of(objects);
  return change.change === 'deleted' ? before.without(change.dbid) : before.with(change.object.dbid, change.object);
}

/** The status follows an application to its new name, and goes with a deleted one. */
function renamed(
  statuses: ReadonlyMap<string, RunState>,
  before: string,
  after: string | undefined,
): ReadonlyMap<string, RunState> {
  const status = statuses.get(before);
  if (status === undefined) return statuses;
  const without = ShardedMap.of(statuses).without(before);
  return after === undefined || without.has(after) ? without : without.with(after, status);
}
