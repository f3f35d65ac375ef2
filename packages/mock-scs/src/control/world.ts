import type { ConfigurationObject, EstateConfiguration, ObjectOfKind } from '@eservices-lb/sdk/rules';
import { listOfKind, objectKindSchema } from '@eservices-lb/sdk/wire';
import type {
  Application,
  ApplicationStatus,
  EstateSnapshot,
  HostRunState,
  HostStatus,
  Notice,
  ObjectKind,
  State,
  Status,
  Version,
} from '@eservices-lb/sdk/wire';
import { withObject, withoutObject } from './changed-configuration.js';
import { configurationEvent } from './configuration-event.js';
import { ConfigurationObjects } from './configuration-objects.js';
import { ConfigurationRefusedError } from './configuration-refused-error.js';
import { EventHistory } from './event-history.js';
import { keepsTenants } from './keeps-tenants.js';
import { Notices } from './notices.js';
import type { ReportDetails } from './run-states.js';
import { RunStateBoard } from './run-state-board.js';
import { applicationsChangedWith, inState } from './state-cascade.js';
import { UnknownObjectError } from './unknown-object-error.js';
import type { WorldEvent } from './world-event.js';
import type { RetiredDbid } from './retired-dbid.js';
import { RetiredDbids } from './retired-dbids.js';
import { WorldListeners } from './world-listeners.js';
import type { WorldState } from './world-state.js';

export interface WorldOptions {
  readonly configuration: EstateConfiguration;
  /** Higher at every start, so that clients notice that the history began anew. */
  readonly epoch: number;
  /** How many events can at least be resumed from. */
  readonly historyLimit?: number;
  /** The time that notices carry, ms since 1970. @defaultValue always 0 */
  readonly wallClock?: () => number;
  /** The DBIDs of objects that were deleted before; they are never used again. */
  readonly retired?: readonly RetiredDbid[];
}

/** What is noticed; the world adds the time. */
export type NewNotice = Omit<Notice, 'at' | 'objects'> & Partial<Pick<Notice, 'objects'>>;

export type ConfigurationJudge = (after: EstateConfiguration) => void;

const noticeLimit = 1000;

/**
 * What Configuration Server and Solution Control Server know together. Every change makes one event, one revision further, and its
 * listeners have been told of it when the call returns.
 */
export class World {
  #epoch: number;
  #history: EventHistory;
  #notices = new Notices(noticeLimit);
  readonly #wallClock: () => number;
  readonly #listeners = new WorldListeners();
  #retired: RetiredDbids;
  readonly #historyLimit: number;
  readonly #changedAt = new Map<string, number>();
  readonly #runStates = new RunStateBoard({
    onStatus: (status) => {
      this.#emit((version) => ({ name: 'status', body: { ...version, ...status } }));
    },
    onHostStatus: (status) => {
      this.#emit((version) => ({ name: 'host-status', body: { ...version, ...status } }));
    },
  });
  #objects: ConfigurationObjects;
  #revision = 0;

  constructor({ configuration, epoch, historyLimit = 1000, wallClock = () => 0, retired = [] }: WorldOptions) {
    this.#epoch = epoch;
    this.#historyLimit = historyLimit;
    this.#history = new EventHistory(historyLimit);
    this.#wallClock = wallClock;
    this.#retired = new RetiredDbids(retired);
    this.#objects = new ConfigurationObjects(configuration);
    this.#runStates.begin(configuration.applications, configuration.hosts);
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
      statuses: [...this.#runStates.statuses],
      hostStatuses: [...this.#runStates.hostStatuses],
    };
  }

  get statuses(): readonly ApplicationStatus[] {
    return this.#runStates.statuses;
  }

  get hostStatuses(): readonly HostRunState[] {
    return this.#runStates.hostStatuses;
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
    return this.#runStates.status(application);
  }

  /** How the application is as far as it can be heard, even where its host is lost. @throws UnknownObjectError */
  heard(application: string): ApplicationStatus {
    return this.#runStates.heard(application);
  }

  /**
   * The application as its running instance has it: a linked backup with the tenants and connections of its primary (LB-14), and all with the tenants they
   * were started with, where a change waits for a restart (MT-4).
   * @throws UnknownObjectError
   */
  inForce(name: string): Application {
    const own = this.object('application', name);
    const { tenants, connections } = this.#primaryOf(name) ?? own;
    return { ...own, connections, tenants: this.heard(name).tenants ?? tenants };
  }

  #primaryOf(backup: string): Application | undefined {
    for (const application of this.#objects.all('application')) if (application.backup === backup) return application;
    return undefined;
  }

  /** @throws UnknownObjectError */
  hostStatus(host: string): HostStatus {
    return this.#runStates.hostStatus(host);
  }

  /**
   * Says how an application is. Saying again what is known already makes no event; of an application whose host is lost nothing shows.
   * @throws UnknownObjectError
   */
  report(application: string, status: Status, details: ReportDetails = {}): void {
    this.#runStates.report(application, status, details);
  }

  /**
   * Says how the Local Control Agent of a host is. With it all applications on the host are lost, and become unknown until it is back.
   * @throws UnknownObjectError
   */
  reportHost(host: string, status: HostStatus): void {
    this.#runStates.reportHost(host, status, this.#objects.all('application'));
  }

  /** Tells operators something that is no status. */
  notify(notice: NewNotice): void {
    const told: Notice = { at: this.#wallClock(), objects: [], ...notice };
    this.#notices.add(told);
    this.#listeners.tell({ name: 'notice', body: { ...this.version, ...told } });
  }

  /** @throws UnknownObjectError */
  enable(kind: ObjectKind, name: string): void {
    this.#setState(kind, name, 'enabled');
  }

  /**
   * Disables an object; with a host or a tenant go the applications that have no other, one change each.
   * @throws UnknownObjectError
   */
  disable(kind: ObjectKind, name: string): void {
    this.#setState(kind, name, 'disabled');
  }

  /**
   * Adds an object, or replaces the one of that name whole.
   * @param judge is shown the configuration as it would become, and may throw to refuse it
   * @throws ConfigurationRefusedError when the configuration would no longer hold together
   */
  put<K extends ObjectKind>(kind: K, object: ObjectOfKind[K], judge?: ConfigurationJudge): void {
    this.#refuseDbid(kind, object);
    const after = withObject(this.configuration, kind, object);
    judge?.(after);
    this.#store(kind, object);
  }

  /**
   * @param judge is shown the configuration as it would become, and may throw to refuse it
   * @throws UnknownObjectError, ConfigurationRefusedError when others refer to the object
   */
  remove(kind: ObjectKind, name: string, judge?: ConfigurationJudge): void {
    const { dbid } = this.object(kind, name);
    const after = withoutObject(this.configuration, kind, name);
    judge?.(after);
    this.#objects.delete(kind, name);
    this.#retired.add(kind, dbid);
    if (kind === 'application') this.#runStates.removeApplication(name);
    if (kind === 'host') this.#runStates.removeHost(name);
    this.#changedAt.set(`${kind} ${name}`, this.#revision + 1);
    this.#emit((version) => configurationEvent({ ...version, change: 'deleted', kind, dbid }));
  }

  /** Everything, for another control server to go on with. */
  get state(): WorldState {
    const { all: retired } = this.#retired;
    const { statuses, hostStatuses } = this.#runStates;
    const { configuration, notices } = this;
    return { ...this.version, configuration, retired, statuses, hostStatuses, notices };
  }

  /** Goes on with what another control server knew, in a new epoch, which must be higher than its and ours. */
  adopt(state: WorldState, epoch: number): void {
    this.#objects = new ConfigurationObjects(state.configuration);
    this.#retired = new RetiredDbids(state.retired);
    this.#runStates.adopt(state, state.configuration.applications);
    this.#notices = new Notices(noticeLimit);
    for (const notice of state.notices) this.#notices.add(notice);
    this.beginEpoch(epoch);
  }

  /** Begins a new history, at its revision 0, and tells it whole. `epoch` must be higher than the last one. */
  beginEpoch(epoch: number): void {
    if (epoch <= this.#epoch) throw new RangeError(`epoch ${epoch} does not follow epoch ${this.#epoch}`);
    this.#epoch = epoch;
    this.#revision = 0;
    this.#history = new EventHistory(this.#historyLimit);
    this.#changedAt.clear();
    this.#listeners.tell({ name: 'snapshot', body: this.snapshot });
  }

  /** The events after a version, or nothing where it cannot be resumed from. */
  eventsSince(known: Version): readonly WorldEvent[] | undefined {
    return this.#history.between(known, this.version);
  }

  /** Tells of every later event, at once; returns its own undoing. */
  subscribe(listener: (event: WorldEvent) => void): () => void {
    return this.#listeners.add(listener);
  }

  /** A change of state breaks no rule and no reference, so it is not checked. */
  #setState(kind: ObjectKind, name: string, state: State): void {
    const object = this.object(kind, name);
    if (object.state === state) return;
    this.#store(kind, kind === 'application' ? inState(object as Application, state) : { ...object, state });
  }

  #store(kind: ObjectKind, object: ConfigurationObject): void {
    const before = this.#objects.get(kind, object.name);
    this.#objects.set(kind, object);
    this.#changedAt.set(`${kind} ${object.name}`, this.#revision + 1);
    const change = before === undefined ? 'added' : 'changed';
    this.#emit((version) => configurationEvent({ ...version, change, kind, object }));
    if (before !== undefined && before.state !== object.state) {
      for (const each of applicationsChangedWith(this.configuration, kind, object)) this.#store('application', each);
    }
    if (before === undefined && kind === 'host') this.#runStates.addHost(object.name);
    if (kind === 'application') this.#followApplication(before as Application | undefined, object as Application);
  }

  #followApplication(before: Application | undefined, after: Application): void {
    if (before === undefined) {
      this.#runStates.addApplication(after);
      return;
    }
    this.#keepTenants(before, after);
    this.#runStates.place(after);
  }

  /** MT-4: some running applications work with the tenants they were started with. */
  #keepTenants(before: Application, after: Application): void {
    const { status, tenants: kept = before.tenants } = this.#runStates.heard(after.name);
    if (status === 'stopped') return;
    const isKept = keepsTenants(before, this.#objects.all('switch')) && !isSameSet(kept, after.tenants);
    this.report(after.name, status, { tenants: isKept ? kept : undefined });
  }

  /** DBIDs are never used again, and an object keeps its own for life. */
  #refuseDbid(kind: ObjectKind, { name, dbid }: ConfigurationObject): void {
    const own = this.#objects.get(kind, name)?.dbid;
    const path = [listOfKind[kind], 'dbid'];
    if (own !== undefined && own !== dbid) {
      throw new ConfigurationRefusedError([{ path, message: `${kind} "${name}" keeps its DBID ${own}` }]);
    }
    if (this.#retired.has(kind, dbid)) {
      throw new ConfigurationRefusedError([{ path, message: `DBID ${dbid} belonged to a deleted ${kind}` }]);
    }
  }

  #emit(eventAt: (version: Version) => WorldEvent): void {
    this.#revision += 1;
    const event = eventAt(this.version);
    this.#history.add(event);
    this.#listeners.tell(event);
  }
}

const isSameSet = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((each) => others.includes(each));
