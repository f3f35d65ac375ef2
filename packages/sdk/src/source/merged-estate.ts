import type { SnapshotMessage, Version } from '../wire/snapshot.js';
import type { ApplicationStatus } from '../wire/status.js';
import type { EstateRecord } from './estate-record.js';

/** What several records amount to, the first of them first. */
export interface MergeOrder {
  /** Objects of the configuration: of two with the same DBID or name, the first one's counts. */
  readonly configuration: readonly EstateRecord[];
  /** Statuses: of two of the same application, the first one's counts. */
  readonly statuses: readonly EstateRecord[];
}

export function mergedSnapshot({ configuration, statuses }: MergeOrder, version: Version): SnapshotMessage {
  const all = new Map<string, ApplicationStatus>();
  for (const record of [...statuses].reverse()) for (const [name, status] of record.statuses) all.set(name, status);
  return {
    ...version,
    tenants: unitedObjects(configuration.map(({ tenants }) => tenants)),
    hosts: unitedObjects(configuration.map(({ hosts }) => hosts)),
    applications: unitedObjects(configuration.map(({ applications }) => applications)),
    statuses: [...all.values()],
  };
}

/** The status of an application that counts, or undefined where nobody tells one. */
export function mergedStatus({ statuses }: MergeOrder, application: string): ApplicationStatus | undefined {
  return statuses.find((record) => record.statuses.has(application))?.statuses.get(application);
}

function unitedObjects<T extends { readonly dbid: number; readonly name: string }>(
  lists: readonly ReadonlyMap<number, T>[],
): T[] {
  const dbids = new Set<number>();
  const names = new Set<string>();
  return lists.flatMap((objects) =>
    [...objects.values()].filter(({ dbid, name }) => {
      const isFirst = !dbids.has(dbid) && !names.has(name);
      if (isFirst) dbids.add(dbid);
      if (isFirst) names.add(name);
      return isFirst;
    }),
  );
}
