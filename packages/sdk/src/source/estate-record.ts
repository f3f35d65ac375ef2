import type { DirectoryEvent } from '../core/directory/directory-event.js';
import type { Application, Host, Tenant } from '../wire/application.js';
import type { ConfigurationChange } from '../wire/event.js';
import type { SnapshotMessage, Version } from '../wire/snapshot.js';
import type { ApplicationStatus } from '../wire/status.js';

/** What a source has said so far, so that the whole can be told again. An event costs the same whatever the size of the estate. */
export class EstateRecord {
  #version: Version | undefined;
  readonly tenants = new Map<number, Tenant>();
  readonly hosts = new Map<number, Host>();
  readonly applications = new Map<number, Application>();
  /** By application name. */
  readonly statuses = new Map<string, ApplicationStatus>();

  /** Undefined before the first snapshot. */
  get version(): Version | undefined {
    return this.#version;
  }

  apply(event: DirectoryEvent): void {
    switch (event.type) {
      case 'snapshot':
        this.#replaceAll(event.snapshot);
        return;
      case 'configuration':
        this.#moveTo(event.change);
        this.#changeConfiguration(event.change);
        return;
      case 'status': {
        const { epoch, revision, ...status } = event.change;
        this.#moveTo({ epoch, revision });
        this.statuses.set(status.application, status);
        return;
      }
      case 'rejected':
      case 'unrelated':
        this.#moveTo(event.version);
        return;
      case 'heartbeat':
      case 'warning':
      case 'lost':
    }
  }

  /** Everything, at the version of the last event. */
  snapshot(): SnapshotMessage {
    const { epoch, revision } = this.#version ?? { epoch: 0, revision: 0 };
    return {
      epoch,
      revision,
      tenants: [...this.tenants.values()],
      hosts: [...this.hosts.values()],
      applications: [...this.applications.values()],
      statuses: [...this.statuses.values()],
    };
  }

  #replaceAll(message: SnapshotMessage): void {
    this.#version = undefined;
    this.#moveTo(message);
    refill(this.tenants, message.tenants);
    refill(this.hosts, message.hosts);
    refill(this.applications, message.applications);
    this.statuses.clear();
    for (const status of message.statuses) this.statuses.set(status.application, status);
  }

  #moveTo({ epoch, revision }: Version): void {
    this.#version = { epoch, revision };
  }

  #changeConfiguration(change: ConfigurationChange): void {
    const dbid = change.change === 'deleted' ? change.dbid : change.object.dbid;
    const name = change.change === 'deleted' ? undefined : change.object.name;
    if (change.kind === 'application') this.#renameStatus(this.applications.get(dbid)?.name, name);
    if (change.change === 'deleted') this[listOfKind[change.kind]].delete(dbid);
    else if (change.kind === 'tenant') this.tenants.set(dbid, change.object);
    else if (change.kind === 'host') this.hosts.set(dbid, change.object);
    else this.applications.set(dbid, change.object);
  }

  /** The status follows an application to its new name, and goes with a deleted one. */
  #renameStatus(before: string | undefined, after: string | undefined): void {
    const status = before === undefined ? undefined : this.statuses.get(before);
    if (status === undefined || before === after) return;
    this.statuses.delete(status.application);
    if (after !== undefined && !this.statuses.has(after)) this.statuses.set(after, { ...status, application: after });
  }
}

const listOfKind = { tenant: 'tenants', host: 'hosts', application: 'applications' } as const;

function refill<T extends { readonly dbid: number }>(map: Map<number, T>, objects: readonly T[]): void {
  map.clear();
  for (const object of objects) map.set(object.dbid, object);
}
