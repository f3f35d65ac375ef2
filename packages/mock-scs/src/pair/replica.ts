import type { ApplicationStatus, HostStatus, Notice, Version } from '@eservices-lb/sdk/wire';
import type { WorldEvent } from '../control/world-event.js';
import type { WorldState } from '../control/world-state.js';
import { ConfigurationImage } from '../persistence/configuration-image.js';
import { changeOfEvent } from '../persistence/stored-change.js';

const noticeLimit = 1000;

/** What the backup knows of the primary's world: its state once, and every event since. */
export class Replica {
  readonly #image: ConfigurationImage;
  readonly #statuses: Map<string, ApplicationStatus>;
  readonly #hostStatuses: Map<string, HostStatus>;
  #notices: readonly Notice[];
  #version: Version;

  constructor({ epoch, revision, configuration, retired, statuses, hostStatuses, notices }: WorldState) {
    this.#version = { epoch, revision };
    this.#image = new ConfigurationImage({ configuration, retired, epoch, changes: 0, fingerprint: '' });
    this.#statuses = new Map(statuses.map((status) => [status.application, status]));
    this.#hostStatuses = new Map(hostStatuses.map(({ host, status }) => [host, status]));
    this.#notices = notices;
  }

  get version(): Version {
    return this.#version;
  }

  get state(): WorldState {
    const { configuration, retired } = this.#image.stored;
    const applications = new Set(configuration.applications.map(({ name }) => name));
    const hosts = new Set(configuration.hosts.map(({ name }) => name));
    return {
      ...this.#version,
      ...{ configuration, retired, notices: this.#notices },
      statuses: [...this.#statuses.values()].filter(({ application }) => applications.has(application)),
      hostStatuses: [...this.#hostStatuses]
        .filter(([host]) => hosts.has(host))
        .map(([host, status]) => ({ host, status })),
    };
  }

  apply(event: WorldEvent): void {
    const { epoch, revision } = event.body;
    this.#version = { epoch, revision };
    const change = changeOfEvent(event);
    if (change !== undefined) this.#image.apply(change);
    if (event.name === 'status') this.#statuses.set(event.body.application, statusOf(event.body));
    if (event.name === 'host-status') this.#hostStatuses.set(event.body.host, event.body.status);
    if (event.name === 'notice') this.#notices = [...this.#notices, noticeOf(event.body)].slice(-noticeLimit);
  }
}

function statusOf({ application, status, mode, load, sessions, tenants }: ApplicationStatus): ApplicationStatus {
  return {
    ...{ application, status, mode },
    ...(load !== undefined && { load }),
    ...(sessions !== undefined && { sessions }),
    ...(tenants !== undefined && { tenants }),
  };
}

function noticeOf({ at, level, code, message, rule, objects }: Notice): Notice {
  return { at, level, code, message, objects, ...(rule !== undefined && { rule }) };
}
