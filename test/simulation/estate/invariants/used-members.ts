import type { Snapshot } from '@eservices-lb/sdk';
import type { Application } from '@eservices-lb/sdk/wire';
import { applicationNamed } from './views.js';

type Used = ReadonlyMap<number, Application>;

/** Which member of each server the aliases lead to, as one web node's views follow each other: written down anew from the guide (BK-4, R34). */
export class UsedMembers {
  readonly #used = new Map<string, Used>();

  /** The web node's view becomes this. */
  follow(node: string, view: Snapshot): void {
    const before = this.#used.get(node);
    const used = new Map<number, Application>();
    for (const server of view.configuration.applications.values()) {
      const backup = applicationNamed(view, server.backup ?? '');
      if (backup !== undefined) used.set(server.dbid, usedOf({ server, backup }, view, before?.get(server.dbid)));
    }
    this.#used.set(node, used);
  }

  /** The member of the server in use in this view, which is the node's last; undefined where there is no such server. */
  of(node: string, dbid: number, view: Snapshot): Application | undefined {
    return this.#used.get(node)?.get(dbid) ?? view.configuration.applications.get(dbid);
  }
}

/** Whoever serves; where both or neither do, whoever was used before, and the primary at first. */
function usedOf(
  { server, backup }: { readonly server: Application; readonly backup: Application },
  view: Snapshot,
  before: Application | undefined,
): Application {
  const [isPrimaryServing, isBackupServing] = [serves(server, view), serves(backup, view)];
  if (isPrimaryServing !== isBackupServing) return isPrimaryServing ? server : backup;
  return before?.dbid === backup.dbid ? backup : server;
}

function serves({ name, state }: Application, view: Snapshot): boolean {
  const known = view.statuses.get(name);
  return state === 'enabled' && known?.status === 'running' && known.mode === 'primary';
}
