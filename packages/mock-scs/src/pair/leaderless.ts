import type { Clock } from '@eservices-lb/sdk';
import type { ControlServerRole } from './peer.js';

/** For so many heartbeats both may be backups, which happens at every switchover; after that, one that could be primary becomes it. */
const heartbeatsAllowed = { primary: 3, backup: 4 } as const;

export interface LeaderlessOptions {
  readonly clock: Clock;
  readonly heartbeatMs: number;
  readonly configured: ControlServerRole;
}

/**
 * How long nobody has been primary, as a backup sees it. A primary that came back as a backup before this one noticed that it was gone waits for this
 * one, and this one for it.
 */
export class Leaderless {
  readonly #options: LeaderlessOptions;
  #since: number | undefined;

  constructor(options: LeaderlessOptions) {
    this.#options = options;
  }

  /** The other one was followed, so it was primary. */
  followed(): void {
    this.#since = undefined;
  }

  /** The other one says its role; undefined where it does not answer. */
  heard(other: ControlServerRole | undefined): void {
    this.#since = other === 'backup' ? (this.#since ?? this.#options.clock.now()) : undefined;
  }

  get isTooLong(): boolean {
    const { clock, heartbeatMs, configured } = this.#options;
    return this.#since !== undefined && clock.now() - this.#since >= heartbeatsAllowed[configured] * heartbeatMs;
  }
}
