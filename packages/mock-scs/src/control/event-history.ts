import type { Version } from '@eservices-lb/sdk/wire';
import type { WorldEvent } from './world-event.js';

/** The last events, so that a client that was away can go on where it left off. Revisions follow each other without gaps. */
export class EventHistory {
  readonly #limit: number;
  #events: WorldEvent[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(event: WorldEvent): void {
    this.#events.push(event);
    if (this.#events.length >= 2 * this.#limit) this.#events = this.#events.slice(-this.#limit);
  }

  /** Everything between two versions of the same epoch, or nothing at all where the beginning is no longer known. */
  between(known: Version, current: Version): readonly WorldEvent[] | undefined {
    const missed = current.revision - known.revision;
    if (known.epoch !== current.epoch || missed < 0 || missed > this.#events.length) return undefined;
    return missed === 0 ? [] : this.#events.slice(-missed);
  }
}
