import type { SnapshotMessage } from '../wire/snapshot.js';
import type { EstateRecord } from './estate-record.js';

/** In an estate of fewer applications, every share is a large one: only an empty snapshot is suspect there (R12). */
const smallEstate = 10;

/**
 * Why a snapshot looks like that of a control server that does not know its estate yet: it mentions no application or no status where there were
 * some, or fewer than half of ten or more known applications. Undefined where nothing is suspect.
 */
export function suspicionOf(snapshot: SnapshotMessage, known: EstateRecord): string | undefined {
  const before = known.applications.size;
  const remaining = snapshot.applications.filter(({ dbid }) => known.applications.has(dbid)).length;
  if (before > 0 && snapshot.applications.length === 0) return `it mentions none of ${before} known applications`;
  if (before >= smallEstate && remaining * 2 < before)
    return `it mentions ${remaining} of ${before} known applications`;
  const statuses = known.statuses.size;
  if (statuses > 0 && snapshot.statuses.length === 0) return `it mentions none of ${statuses} known statuses`;
  return undefined;
}

/** What the snapshot says, and of what it does not mention, what was known. */
export function united(snapshot: SnapshotMessage, known: EstateRecord): SnapshotMessage {
  const mentioned = new Set(snapshot.statuses.map(({ application }) => application));
  return {
    ...snapshot,
    tenants: unitedList(snapshot.tenants, known.tenants),
    hosts: unitedList(snapshot.hosts, known.hosts),
    applications: unitedList(snapshot.applications, known.applications),
    statuses: [
      ...snapshot.statuses,
      ...[...known.statuses.values()].filter(({ application }) => !mentioned.has(application)),
    ],
  };
}

/** Neither a DBID nor a name occurs twice. */
function unitedList<T extends { readonly dbid: number; readonly name: string }>(
  objects: readonly T[],
  known: ReadonlyMap<number, T>,
): T[] {
  const dbids = new Set(objects.map(({ dbid }) => dbid));
  const names = new Set(objects.map(({ name }) => name));
  return [...objects, ...[...known.values()].filter(({ dbid, name }) => !dbids.has(dbid) && !names.has(name))];
}
