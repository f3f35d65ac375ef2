import { kinds } from './kinds.js';

const neverHeardOf = Object.freeze({ status: 'stopped', mode: 'primary' });

/** What the console knows of the estate: the snapshot, and every event since. It is changed in place, for thousands of events a second. */
export class Estate {
  #objects = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, new Map()]));
  #statuses = new Map();
  #hostStatuses = new Map();
  /** Counts the changes of the configuration, and those of everything. */
  configurationCount = 0;
  count = 0;
  version = { epoch: 0, revision: 0 };

  apply({ name, body }) {
    if (name !== 'notice') this.version = { epoch: body.epoch, revision: body.revision };
    if (name === 'heartbeat' || name === 'notice') return;
    this.count += 1;
    if (name === 'snapshot') this.#begin(body);
    else if (name === 'status') this.#statuses.set(body.application, body);
    else if (name === 'host-status') this.#hostStatuses.set(body.host, body.status);
    else if (name === 'configuration') this.#change(body);
  }

  get(kind, name) {
    return this.#objects[kind].get(name);
  }

  all(kind) {
    return [...this.#objects[kind].values()];
  }

  size(kind) {
    return this.#objects[kind].size;
  }

  status(application) {
    return this.#statuses.get(application) ?? neverHeardOf;
  }

  hostStatus(host) {
    return this.#hostStatuses.get(host) ?? 'running';
  }

  nameOf(kind, dbid) {
    for (const object of this.#objects[kind].values()) if (object.dbid === dbid) return object.name;
    return undefined;
  }

  #begin(body) {
    for (const [kind, { list }] of Object.entries(kinds)) {
      this.#objects[kind] = new Map((body[list] ?? []).map((object) => [object.name, object]));
    }
    this.#statuses = new Map(body.statuses.map((status) => [status.application, status]));
    this.#hostStatuses = new Map((body.hostStatuses ?? []).map(({ host, status }) => [host, status]));
    this.configurationCount += 1;
  }

  #change({ change, kind, object, dbid }) {
    this.configurationCount += 1;
    if (change !== 'deleted') {
      this.#objects[kind].set(object.name, object);
      return;
    }
    const name = this.nameOf(kind, dbid);
    this.#objects[kind].delete(name);
    if (kind === 'application') this.#statuses.delete(name);
    if (kind === 'host') this.#hostStatuses.delete(name);
  }
}
