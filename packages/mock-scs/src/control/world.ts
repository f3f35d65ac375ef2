import type {
  Application,
  ApplicationStatus,
  ConfigurationChange,
  Host,
  SnapshotMessage,
  State,
  Status,
  Tenant,
  Version,
} from '@eservices-lb/sdk/wire';
import { listOfKind } from '../configuration/configuration.js';
import type { Configuration, ObjectKind } from '../configuration/configuration.js';
import { withObject, withoutObject } from './changed-configuration.js';
import { ConfigurationRefusedError } from './configuration-refused-error.js';
import { EventHistory } from './event-history.js';
import { UnknownObjectError } from './unknown-object-error.js';
import type { WorldEvent } from './world-event.js';

export interface WorldOptions {
  readonly configuration: Configuration;
  /** Higher at every start, so that clients notice that the history began anew. */
  readonly epoch: number;
  /** How many events can at least be resumed from. */
  readonly historyLimit?: number;
}

interface ObjectOfKind {
  readonly tenant: Tenant;
  readonly host: Host;
  readonly application: Application;
}

/**
 * What Configuration Server and Solution Control Server know together. Every change makes one event, one revision further, and its
 * listeners have been told of it when the call returns.
 */
export class World {
  readonly #epoch: number;
  readonly #history: EventHistory;
  readonly #listeners = new Set<(event: WorldEvent) => void>();
  readonly #retired = new Set<string>();
  readonly #changedAt = new Map<string, number>();
  readonly #statuses = new Map<string, ApplicationStatus>();
  #revision = 0;
  #configuration: Configuration;

  constructor({ configuration, epoch, historyLimit = 1000 }: WorldOptions) {
    this.#epoch = epoch;
    this.#history = new EventHistory(historyLimit);
    this.#configuration = configuration;
    for (const { name } of configuration.applications) this.#statuses.set(name, initialStatus(name));
  }

  get version(): Version {
    return { epoch: this.#epoch, revision: this.#revision };
  }

  get configuration(): Configuration {
    return this.#configuration;
  }

  get snapshot(): SnapshotMessage {
    const { tenants, hosts, applications } = this.#configuration;
    return {
      ...this.version,
      tenants: [...tenants],
      hosts: [...hosts],
      applications: [...applications],
      statuses: [...this.#statuses.values()],
    };
  }

  /** @throws UnknownObjectError */
  object<K extends ObjectKind>(kind: K, name: string): ObjectOfKind[K] {
    const list = this.#configuration[listOfKind[kind]] as readonly ObjectOfKind[K][];
    const object = list.find((each) => each.name === name);
    if (object === undefined) throw new UnknownObjectError(kind, name);
    return object;
  }

  has(kind: ObjectKind, name: string): boolean {
    return this.#configuration[listOfKind[kind]].some((each) => each.name === name);
  }

  /** The revision at which the object last changed. */
  changedAt(kind: ObjectKind, name: string): number {
    return this.#changedAt.get(`${kind} ${name}`) ?? 0;
  }

  /** @throws UnknownObjectError */
  status(application: string): ApplicationStatus {
    const status = this.#statuses.get(application);
    if (status === undefined) throw new UnknownObjectError('application', application);
    return status;
  }

  /**
   * Says how an application is. Saying again what is known already makes no event.
   * @throws UnknownObjectError
   */
  report(application: string, status: Status, details: { readonly load?: number } = {}): void {
    const before = this.status(application);
    const load = status === 'stopped' ? undefined : (details.load ?? before.load);
    if (before.status === status && before.load === load) return;
    const after: ApplicationStatus = { application, status, mode: before.mode, ...(load !== undefined && { load }) };
    this.#statuses.set(application, after);
    this.#emit((version) => ({ name: 'status', body: { ...version, ...after } }));
  }

  /** @throws UnknownObjectError */
  enable(kind: ObjectKind, name: string): void {
    this.#setState(kind, name, 'enabled');
  }

  /** @throws UnknownObjectError */
  disable(kind: ObjectKind, name: string): void {
    this.#setState(kind, name, 'disabled');
  }

  /**
   * Adds an object, or replaces the one of that name whole.
   * @throws ConfigurationRefusedError when the configuration would no longer hold together
   */
  put<K extends ObjectKind>(kind: K, object: ObjectOfKind[K]): void {
    const isKnown = this.has(kind, object.name);
    this.#refuseDbid(kind, object, isKnown);
    this.#configuration = withObject(this.#configuration, kind, object);
    const change = { change: isKnown ? 'changed' : 'added', kind, object: this.object(kind, object.name) };
    this.#emitChange(`${kind} ${object.name}`, change as DistributiveOmit<ConfigurationChange, keyof Version>);
    if (kind !== 'application' || isKnown) return;
    const status = initialStatus(object.name);
    this.#statuses.set(object.name, status);
    this.#emit((version) => ({ name: 'status', body: { ...version, ...status } }));
  }

  /** @throws UnknownObjectError, ConfigurationRefusedError when others refer to the object */
  remove(kind: ObjectKind, name: string): void {
    const { dbid } = this.object(kind, name);
    this.#configuration = withoutObject(this.#configuration, kind, name);
    this.#retired.add(`${kind} ${dbid}`);
    if (kind === 'application') this.#statuses.delete(name);
    this.#emitChange(`${kind} ${name}`, { change: 'deleted', kind, dbid });
  }

  /** The events after a version, or nothing where it cannot be resumed from. */
  eventsSince(known: Version): readonly WorldEvent[] | undefined {
    return this.#history.between(known, this.version);
  }

  /** Tells of every later event, at once; returns its own undoing. */
  subscribe(listener: (event: WorldEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  #setState(kind: ObjectKind, name: string, state: State): void {
    const object = this.object(kind, name);
    if (object.state !== state) this.put(kind, { ...object, state });
  }

  /** DBIDs are never used again, and an object keeps its own for life. */
  #refuseDbid(
    kind: ObjectKind,
    { name, dbid }: { readonly name: string; readonly dbid: number },
    isKnown: boolean,
  ): void {
    const own = isKnown ? this.object(kind, name).dbid : undefined;
    const path = [listOfKind[kind], 'dbid'];
    if (own !== undefined && own !== dbid) {
      throw new ConfigurationRefusedError([{ path, message: `${kind} "${name}" keeps its DBID ${own}` }]);
    }
    if (this.#retired.has(`${kind} ${dbid}`)) {
      throw new ConfigurationRefusedError([{ path, message: `DBID ${dbid} belonged to a deleted ${kind}` }]);
    }
  }

  #emitChange(key: string, change: DistributiveOmit<ConfigurationChange, keyof Version>): void {
    this.#changedAt.set(key, this.#revision + 1);
    this.#emit((version) => ({ name: 'configuration', body: { ...version, ...change } }));
  }

  #emit(eventAt: (version: Version) => WorldEvent): void {
    this.#revision += 1;
    const event = eventAt(this.version);
    this.#history.add(event);
    for (const listener of [...this.#listeners]) listener(event);
  }
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

const initialStatus = (application: string): ApplicationStatus => ({ application, status: 'stopped', mode: 'primary' });
