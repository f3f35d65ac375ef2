import type { DirectoryEvent, UnreadableObject } from '../core/directory/directory-event.js';
import type { SnapshotMessage } from '../wire/snapshot.js';
import { EstateRecord } from './estate-record.js';

/**
 * Completes a snapshot some of whose objects could not be decoded with what was known of these before, so that a malformed object changes nothing
 * instead of vanishing (F12). Each problem follows the snapshot as a `rejected`.
 */
export async function* keepingLastGood(events: AsyncIterable<DirectoryEvent>): AsyncGenerator<DirectoryEvent> {
  const known = new EstateRecord();
  for await (const event of events) {
    const completed = event.type === 'snapshot' ? withLastGood(event, known) : event;
    known.apply(completed);
    yield completed;
    if (event.type !== 'snapshot') continue;
    for (const { problem } of event.unreadable ?? []) yield { type: 'rejected', version: event.snapshot, problem };
  }
}

type SnapshotEvent = DirectoryEvent & { readonly type: 'snapshot' };

function withLastGood({ unreadable = [], ...event }: SnapshotEvent, known: EstateRecord): SnapshotEvent {
  if (unreadable.length === 0) return event;
  const { snapshot } = event;
  const ofKind = (kind: UnreadableObject['kind']): readonly UnreadableObject[] =>
    unreadable.filter((object) => object.kind === kind);
  const statuses = new Map(snapshot.statuses.map((status) => [status.application, status]));
  for (const { name = '' } of ofKind('status')) {
    const status = known.statuses.get(name);
    if (status !== undefined && !statuses.has(name)) statuses.set(name, status);
  }
  const completed: SnapshotMessage = {
    ...snapshot,
    tenants: completedList(snapshot.tenants, ofKind('tenant'), known.tenants),
    hosts: completedList(snapshot.hosts, ofKind('host'), known.hosts),
    applications: completedList(snapshot.applications, ofKind('application'), known.applications),
    statuses: [...statuses.values()],
  };
  return { ...event, snapshot: completed };
}

function completedList<T extends { readonly dbid: number; readonly name: string }>(
  objects: readonly T[],
  unreadable: readonly UnreadableObject[],
  known: ReadonlyMap<number, T>,
): T[] {
  const completed = [...objects];
  for (const { dbid, name } of unreadable) {
    const before = known.get(dbid ?? 0) ?? [...known.values()].find((object) => object.name === name);
    const isReplaced = completed.some((object) => object.dbid === before?.dbid || object.name === before?.name);
    if (before !== undefined && !isReplaced) completed.push(before);
  }
  return completed;
}
