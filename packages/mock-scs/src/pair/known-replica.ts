import type { Version } from '@eservices-lb/sdk/wire';
import type { Replica } from './replica.js';

/** The last replica that a backup had, for as long as no primary has gone on without it. */
export class KnownReplica {
  #replica: Replica | undefined;
  #needed: Version | undefined;

  keep(replica: Replica): void {
    this.#replica = replica;
  }

  /** The primary answers for this version alone: what is older must not become primary. */
  need(version: Version): void {
    if (isOlder(this.#needed, version)) this.#needed = version;
  }

  /** What may become primary, if anything. */
  get current(): Replica | undefined {
    const { version } = this.#replica ?? {};
    return this.#needed !== undefined && isOlder(version, this.#needed) ? undefined : this.#replica;
  }
}

const isOlder = (one: Version | undefined, other: Version): boolean =>
  one === undefined || one.epoch < other.epoch || (one.epoch === other.epoch && one.revision < other.revision);
