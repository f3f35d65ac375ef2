import type { ApplicationStatus, HostRunState } from '../../wire/status.js';

/** What a running instance found in the configuration when it started. */
export interface StartedWith {
  readonly tenants?: readonly string[];
  /** The names of the databases that its Database Access Points led to. */
  readonly databases?: readonly string[];
}

/** What is known of a running estate. Rules about hazards (MT-4, IXN-9, IXN-10, PX-2) need it; each uses what is there. */
export interface RunTimeFacts {
  readonly statuses?: readonly ApplicationStatus[];
  readonly hostStatuses?: readonly HostRunState[];
  /** By the name of the application. */
  readonly startedWith?: ReadonlyMap<string, StartedWith>;
}

/** The facts as the rules look at them: by name. */
export class FactsByName {
  readonly #statuses: ReadonlyMap<string, ApplicationStatus>;
  readonly #hostStatuses: ReadonlyMap<string, HostRunState['status']>;
  readonly #startedWith: ReadonlyMap<string, StartedWith>;

  constructor({ statuses = [], hostStatuses = [], startedWith = new Map<string, StartedWith>() }: RunTimeFacts) {
    this.#statuses = new Map(statuses.map((status) => [status.application, status]));
    this.#hostStatuses = new Map(hostStatuses.map(({ host, status }) => [host, status]));
    this.#startedWith = startedWith;
  }

  status(application: string): ApplicationStatus | undefined {
    return this.#statuses.get(application);
  }

  /** Whether an instance may be there that knows what it started with: not where it is known to be stopped. */
  mayRun(application: string): boolean {
    return this.#statuses.get(application)?.status !== 'stopped';
  }

  startedWith(application: string): StartedWith {
    return this.#startedWith.get(application) ?? {};
  }

  /** Of the Local Control Agent of a host; `undefined` where nothing is known. */
  hostStatus(host: string): HostRunState['status'] | undefined {
    return this.#hostStatuses.get(host);
  }
}
