import type { Application, ApplicationStatus, HostRunState, HostStatus, Status } from '@eservices-lb/sdk/wire';
import { firstRunState, nextRunState } from './run-states.js';
import type { ReportDetails } from './run-states.js';
import type { WorldState } from './world-state.js';
import { UnknownObjectError } from './unknown-object-error.js';

/** Called with every run state that is to be seen from now on. */
export interface RunStateEvents {
  onStatus(status: ApplicationStatus): void;
  onHostStatus(status: HostRunState): void;
}

/** The run states of applications and hosts, as Solution Control Server shows them. */
export class RunStateBoard {
  readonly #events: RunStateEvents;
  readonly #statuses = new Map<string, ApplicationStatus>();
  readonly #hosts = new Map<string, HostStatus>();
  /** What is heard of applications whose host is lost; it shows when the host is back. */
  readonly #unseen = new Map<string, ApplicationStatus>();

  constructor(events: RunStateEvents) {
    this.#events = events;
  }

  get statuses(): readonly ApplicationStatus[] {
    return [...this.#statuses.values()];
  }

  get hostStatuses(): readonly HostRunState[] {
    return [...this.#hosts].map(([host, status]) => ({ host, status }));
  }

  /** @throws UnknownObjectError */
  status(application: string): ApplicationStatus {
    const status = this.#statuses.get(application);
    if (status === undefined) throw new UnknownObjectError('application', application);
    return status;
  }

  /** How the application is, as far as it can be heard, even where its host is lost. @throws UnknownObjectError */
  heard(application: string): ApplicationStatus {
    return this.#unseen.get(application) ?? this.status(application);
  }

  /** @throws UnknownObjectError */
  hostStatus(host: string): HostStatus {
    const status = this.#hosts.get(host);
    if (status === undefined) throw new UnknownObjectError('host', host);
    return status;
  }

  /** Without a word: for the beginning, which is told as a whole. */
  begin(applications: readonly Application[], hosts: readonly { readonly name: string }[]): void {
    for (const { name } of hosts) this.#hosts.set(name, 'running');
    for (const { name } of applications) this.#statuses.set(name, firstRunState(name));
  }

  /** Goes on with what another board showed, without a word. What was unknown there is heard of again when it reports. */
  adopt(
    { statuses, hostStatuses }: Pick<WorldState, 'statuses' | 'hostStatuses'>,
    applications: Iterable<Application>,
  ): void {
    this.#hosts.clear();
    this.#statuses.clear();
    this.#unseen.clear();
    for (const { host, status } of hostStatuses) this.#hosts.set(host, status);
    for (const status of statuses) this.#statuses.set(status.application, status);
    for (const application of applications) {
      const status = this.#statuses.get(application.name) ?? firstRunState(application.name);
      this.#statuses.set(application.name, status);
      if (this.#isLost(application)) this.#unseen.set(application.name, status);
    }
  }

  addHost(host: string): void {
    this.#hosts.set(host, 'running');
    this.#events.onHostStatus({ host, status: 'running' });
  }

  removeHost(host: string): void {
    this.#hosts.delete(host);
  }

  addApplication(application: Application): void {
    this.#show(firstRunState(application.name));
    this.place(application);
  }

  removeApplication(application: string): void {
    this.#statuses.delete(application);
    this.#unseen.delete(application);
  }

  /** @throws UnknownObjectError */
  report(application: string, status: Status, details: ReportDetails): void {
    const before = this.heard(application);
    const after = nextRunState(before, status, details);
    if (after === before) return;
    if (this.#unseen.has(application)) this.#hide(after);
    else this.#show(after);
  }

  /** @throws UnknownObjectError */
  reportHost(host: string, status: HostStatus, applications: Iterable<Application>): void {
    if (this.hostStatus(host) === status) return;
    this.#hosts.set(host, status);
    this.#events.onHostStatus({ host, status });
    for (const application of applications) if (application.host === host) this.place(application);
  }

  /** Makes the application unknown where its host is lost, and shows what was heard of it where it is not. */
  place(application: Application): void {
    const { name } = application;
    const isLost = this.#isLost(application);
    const unseen = this.#unseen.get(name);
    if (isLost && unseen === undefined) {
      const shown = this.status(name);
      this.#unseen.set(name, shown);
      this.#show({ application: name, status: 'unknown', mode: shown.mode });
    } else if (!isLost && unseen !== undefined) {
      this.#unseen.delete(name);
      this.#show(unseen);
    }
  }

  #isLost({ host, type }: Application): boolean {
    return type !== 'ApplicationCluster' && (this.#hosts.get(host ?? '') ?? 'running') !== 'running';
  }

  /** The mode is no hearsay: whoever gives it knows it, even of an application whose host is lost. */
  #hide(after: ApplicationStatus): void {
    this.#unseen.set(after.application, after);
    const shown = this.status(after.application);
    if (shown.mode !== after.mode) this.#show({ ...shown, mode: after.mode });
  }

  #show(after: ApplicationStatus): void {
    this.#statuses.set(after.application, after);
    this.#events.onStatus(after);
  }
}
