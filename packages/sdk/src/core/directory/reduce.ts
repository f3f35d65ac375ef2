import type { ConfigurationChange, StatusChange } from '../../wire/event.js';
import type { SnapshotMessage, Version } from '../../wire/snapshot.js';
import type { ApplicationStatus } from '../../wire/status.js';
import type { DirectoryEvent } from './directory-event.js';
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
    statuses: new Map(
      message.statuses.map((status) => [
        status.application,
        runState(known.statuses.get(status.application), status, at),
      ]),
    ),
  };
}

const byDbid = <T extends { readonly dbid: number }>(objects: readonly T[]): ReadonlyMap<number, T> =>
  new Map(objects.map((object) => [object.dbid, object]));

function changeStatus(snapshot: Snapshot, change: StatusChange, at: number): Snapshot {
  const statuses = new Map(snapshot.statuses);
  statuses.set(change.application, runState(snapshot.statuses.get(change.application), change, at));
  return { ...snapshot, revision: change.revision, statuses };
}

function runState(before: RunState | undefined, { status, mode, load }: ApplicationStatus, at: number): RunState {
  const since = before?.status === status && before.mode === mode ? before.since : at;
  return { status, mode, load, since };
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
  const copy = new Map(objects);
  if (change.change === 'deleted') copy.delete(change.dbid);
  else copy.set(change.object.dbid, change.object);
  return copy;
}

/** The status follows an application to its new name, and goes with a deleted one. */
function renamed(
  statuses: ReadonlyMap<string, RunState>,
  before: string,
  after: string | undefined,
): ReadonlyMap<string, RunState> {
  const status = statuses.get(before);
  if (status === undefined) return statuses;
  const copy = new Map(statuses);
  copy.delete(before);
  if (after !== undefined && !copy.has(after)) copy.set(after, status);
  return copy;
}
