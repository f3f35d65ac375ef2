import type { ConfigurationObject, EstateConfiguration, ObjectOfKind } from '@eservices-lb/sdk/rules';
import { listOfKind, objectKindSchema } from '@eservices-lb/sdk/wire';
import type {
  ApplicationStatus,
  EstateSnapshot,
  HostStatus,
  Notice,
  ObjectKind,
  State,
  Status,
  Version,
} from '@eservices-lb/sdk/wire';
import { withObject, withoutObject } from './changed-configuration.js';
import { ConfigurationObjects } from './configuration-objects.js';
import { ConfigurationRefusedError } from './configuration-refused-error.js';
import { EventHistory } from './event-history.js';
import { Notices } from './notices.js';
import { firstRunState, nextRunState } from './run-states.js';
import type { ReportDetails } from './run-states.js';
import { UnknownObjectError } from './unknown-object-error.js';
import type { WorldEvent } from './world-event.js';

export interface WorldOptions {
  readonly configuration: EstateConfiguration;
  /** Higher at every start, so that clients notice that the history began anew. */
  readonly epoch: number;
  /** How many events can at least be resumed from. */
  readonly historyLimit?: number;
  /** The time that notices carry, ms since 1970. @defaultValue always 0 */
  readonly wallClock?: () => number;
}

/** What is noticed; the world adds the time. */
export type NewNotice = Omit<Notice, 'at' | 'objects'> & Partial<Pick<Notice, 'objects'>>;

const noticeLimit = 1000;

/**
 * What Configuration Server and Solution Control Server know together. Every change makes one event, one revision further, and its
 * listeners have been told of it when the call returns.
 */
export class World {
  #epoch: number;
  #history: EventHistory;
  readonly #notices = new Notices(noticeLimit);
  readonly #wallClock: () => number;
  readonly #listeners = new Set<(event: WorldEvent) => void>();
  readonly #retired = new Set<string>();
  readonly #historyLimit: number;
  readonly #changedAt = new Map<string, number>();
  readonly #statuses = new Map<string, ApplicationStatus>();
  readonly #hostStatuses = new Map<string, HostStatus>();
  readonly #objects: ConfigurationObjects;
  #revision = 0;

  constructor({ configuration, epoch, historyLimit = 1000, wallClock = () => 0 }: WorldOptions) {
    this.#epoch = epoch;
    this.#historyLimit = historyLimit;
    this.#history = new EventHistory(historyLimit);
    this.#wallClock = wallClock;
    this.#objects = new ConfigurationObjects(configuration);
    for (const { name } of configuration.applications) this.#statuses.set(name, firstRunState(name));
    for (const { name } of configuration.hosts) this.#hostStatuses.set(name, 'running');
  }

  get version(): Version {
    return { epoch: this.#epoch, revision: this.#revision };
  }

  get configuration(): EstateConfiguration {
    return this.#objects.configuration;
  }

  get snapshot(): EstateSnapshot {
    const lists = objectKindSchema.options.map((kind) => [listOfKind[kind], [...this.#objects.all(kind)]]);
    return {
      ...this.version,
      ...(Object.fromEntries(lists) as Omit<EstateSnapshot, 'statuses' | 'hostStatuses' | keyof Version>),
      statuses: [...this.#statuses.values()],
      hostStatuses: [...this.#hostStatuses].map(([host, status]) => ({ host, status })),
    };
  }

  /** The last thousand, oldest first. */
  get notices(): readonly Notice[] {
    return this.#notices.all;
  }

  /** @throws UnknownObjectError */
  object<K extends ObjectKind>(kind: K, name: string): ObjectOfKind[K] {
    const object = this.#objects.get(kind, name);
    if (object === undefined) throw new UnknownObjectError(kind, name);
    return object;
  }

  has(kind: ObjectKind, name: string): boolean {
    return this.#objects.get(kind, name) !== undefined;
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

  /** @throws UnknownObjectError */
  hostStatus(host: string): HostStatus {
    const status = this.#hostStatuses.get(host);
    if (status === undefined) throw new UnknownObjectError('host', host);
    return status;
  }

  /**
   * Says how an application is. Saying again what is known already makes no event.
   * @throws UnknownObjectError
   */
  report(application: string, status: Status, details: ReportDetails = {}): void {
    const before = this.status(application);
    const after = nextRunState(before, status, details);
    if (after === before) return;
    this.#statuses.set(application, after);
    this.#emit((version) => ({ name: 'status', body: { ...version, ...after } }));
  }

  /**
   * Says how the Local Control Agent of a host is.
   * @throws UnknownObjectError
   */
  reportHost(host: string, status: HostStatus): void {
    if (this.hostStatus(host) === status) return;
    this.#hostStatuses.set(host, status);
    this.#emit((version) => ({ name: 'host-status', body: { ...version, host, status } }));
  }

  /** Tells operators something that is no status. */
  notify(notice: NewNotice): void {
    const told: Notice = { at: this.#wallClock(), objects: [], ...notice };
    this.#notices.add(told);
    this.#tell({ name: 'notice', body: { ...this.version, ...told } });
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
    this.#refuseDbid(kind, object);
    withObject(this.configuration, kind, object);
    this.#store(kind, object);
  }

  /** @throws UnknownObjectError, ConfigurationRefusedError when others refer to the object */
  remove(kind: ObjectKind, name: string): void {
    const { dbid } = this.object(kind, name);
    withoutObject(this.configuration, kind, name);
    this.#objects.delete(kind, name);
    this.#retired.add(`${kind} ${dbid}`);
    if (kind === 'application') this.#statuses.delete(name);
    if (kind === 'host') this.#hostStatuses.delete(name);
    this.#changedAt.set(`${kind} ${name}`, this.#revision + 1);
    this.#emit((version) => configurationEvent({ ...version, change: 'deleted', kind, dbid }));
  }

  /** Begins a new history, at its revision 0, and tells it whole. `epoch` must be higher than the last one. */
  beginEpoch(epoch: number): void {
    if (epoch <= this.#epoch) throw new RangeError(`epoch ${epoch} does not follow epoch ${this.#epoch}`);
    this.#epoch = epoch;
    this.#revision = 0;
    this.#history = new EventHistory(this.#historyLimit);
    this.#changedAt.clear();
    this.#tell({ name: 'snapshot', body: this.snapshot });
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

  /** A change of state breaks no rule and no reference, so it is not checked. */
  #setState(kind: ObjectKind, name: string, state: State): void {
    const object = this.object(kind, name);
    if (object.state !== state) this.#store(kind, { ...object, state });
  }

  #store(kind: ObjectKind, object: ConfigurationObject): void {
    const isKnown = this.has(kind, object.name);
    this.#objects.set(kind, object);
    this.#changedAt.set(`${kind} ${object.name}`, this.#revision + 1);
    const change = isKnown ? 'changed' : 'added';
    this.#emit((version) => configurationEvent({ ...version, change, kind, object }));
    if (isKnown) return;
    if (kind === 'host') this.#addHost(object.name);
    if (kind === 'application') this.#addApplication(object.name);
  }

  #addApplication(name: string): void {
    const status = firstRunState(name);
    this.#statuses.set(name, status);
    this.#emit((version) => ({ name: 'status', body: { ...version, ...status } }));
  }

  #addHost(host: string): void {
    this.#hostStatuses.set(host, 'running');
    this.#emit((version) => ({ name: 'host-status', body: { ...version, host, status: 'running' } }));
  }

  /** DBIDs are never used again, and an object keeps its own for life. */
  #refuseDbid(kind: ObjectKind, { name, dbid }: ConfigurationObject): void {
    const own = this.#objects.get(kind, name)?.dbid;
    const path = [listOfKind[kind], 'dbid'];
    if (own !== undefined && own !== dbid) {
      throw new ConfigurationRefusedError([{ path, message: `${kind} "${name}" keeps its DBID ${own}` }]);
    }
    if (this.#retired.has(`${kind} ${dbid}`)) {
      throw new ConfigurationRefusedError([{ path, message: `DBID ${dbid} belonged to a deleted ${kind}` }]);
    }
  }

  #emit(eventAt: (version: Version) => WorldEvent): void {
    this.#revision += 1;
    const event = eventAt(this.version);
    this.#history.add(event);
    this.#tell(event);
  }

  #tell(event: WorldEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}

type ConfigurationBody = (WorldEvent & { readonly name: 'configuration' })['body'];

/** Kind and object belong together, which no type of a generic kind can say. */
function configurationEvent(body: {
  readonly epoch: number;
  readonly revision: number;
  readonly kind: ObjectKind;
  readonly change: 'added' | 'changed' | 'deleted';
  readonly object?: ConfigurationObject;
  readonly dbid?: number;
}): WorldEvent {
  return { name: 'configuration', body: body as ConfigurationBody };
}
