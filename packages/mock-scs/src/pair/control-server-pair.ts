import type { Clock } from '@eservices-lb/sdk';
import type { AccessTokens } from '../access/access-tokens.js';
import { ImpossibleActionError } from '../control/impossible-action-error.js';
import type { World } from '../control/world.js';
import type { Version } from '@eservices-lb/sdk/wire';
import type { Channel } from './channel.js';
import { follow } from './following.js';
import type { FollowingEnd } from './following.js';
import { KnownReplica } from './known-replica.js';
import { Leaderless } from './leaderless.js';
import { NotPrimaryError } from './not-primary-error.js';
import type { ControlServerRole, Peer, PeerHealth } from './peer.js';
import { Replica } from './replica.js';
import type { ReplicaStore } from './replica-store.js';
import { Replication } from './replication.js';

const retryPauseMs = 200;

export interface PairOptions {
  readonly world: World;
  readonly tokens: Pick<AccessTokens, 'issued' | 'onIssued' | 'accept'>;
  readonly clock: Clock;
  readonly heartbeatMs: number;
  readonly peer: Peer;
  /** Where what it follows survives the end of both. @defaultValue nowhere */
  readonly store?: ReplicaStore | undefined;
  /** Which one it is by configuration; the backup never begins by itself what it has not got from a primary. */
  readonly configured: ControlServerRole;
  /** Called at every change of the role; what it serves must be opened or closed before it returns. */
  readonly onRole: (role: ControlServerRole) => void;
}

/**
 * One of two control servers. The primary serves, and replicates every change to the backup; the backup follows, and takes over when the primary is lost.
 * Of two primaries that meet, the one of the higher epoch stays.
 */
export class ControlServerPair {
  readonly #options: PairOptions;
  readonly #known = new KnownReplica();
  #role: ControlServerRole = 'backup';
  #replication: Replication | undefined;
  #followed: Channel | undefined;
  #isFollowing = false;
  #isHandingOver = false;
  #isClosed = false;
  #cancelTimer: () => void = () => undefined;

  constructor(options: PairOptions) {
    this.#options = options;
  }

  get role(): ControlServerRole {
    return this.#role;
  }

  /** Whether it serves changes at this moment. */
  get isServing(): boolean {
    return this.#role === 'primary' && !this.#isHandingOver && !this.#isClosed;
  }

  /** Of the primary: whether its backup has everything. Of the backup: whether it has. */
  get isInStep(): boolean {
    return this.#role === 'primary' ? this.#replication?.isInStep === true : this.#isFollowing;
  }

  /** Finds its role: whoever is primary already, stays it. */
  async start(): Promise<void> {
    const { peer, configured } = this.#options;
    const health = await peer.health();
    if (health?.role === 'primary' || configured === 'backup') {
      this.#options.onRole('backup');
      void this.#follow();
    } else this.#lead();
  }

  /** The backup connects. Anybody who is no primary has nothing to give. */
  accept(channel: Channel): void {
    if (!this.isServing) {
      channel.destroy();
      return;
    }
    this.#replication?.drop();
    const replication = new Replication(channel, this.#options);
    this.#replication = replication;
    void replication.closed.then(() => {
      this.#backupLost(replication);
    });
  }

  /**
   * Resolves when the backup has every change so far; where there is none in step, when it has been told that it has not, if it can be told.
   * @throws NotPrimaryError where the other one has become primary meanwhile, and the changes are lost
   */
  async replicated(): Promise<void> {
    if (this.#role === 'primary' && this.#replication?.isInStep === true && (await this.#replication.arrived())) return;
    if (this.isServing) this.#yieldTo(await this.#goAlone());
    if (this.#role !== 'primary' || this.#isClosed) throw new NotPrimaryError();
  }

  /** The other one answers for a version without this one, which must not take over with less. */
  hearAlone(version: Version): void {
    this.#known.need(version);
  }

  /**
   * Hands over to the backup, which goes on where this one stops.
   * @throws ImpossibleActionError where there is no backup in step
   */
  async switchOver(): Promise<void> {
    const replication = this.#replication;
    if (!this.isServing || replication?.isInStep !== true) {
      throw new ImpossibleActionError('control server', 'switchover', 'there is no backup that has everything');
    }
    this.#isHandingOver = true;
    try {
      if (!(await replication.arrived())) {
        throw new ImpossibleActionError('control server', 'switchover', 'the backup was lost on the way');
      }
      replication.handOver();
      this.#known.keep(new Replica(this.#options.world.state)); // should the other one die before it has changed anything
      this.#stepDown();
    } finally {
      this.#isHandingOver = false;
    }
  }

  /** Ends without a word, as far as the other one can tell. */
  close(): void {
    this.#isClosed = true;
    this.#cancelTimer();
    this.#replication?.drop();
    this.#followed?.destroy();
  }

  #lead(): void {
    this.#role = 'primary';
    this.#options.onRole('primary');
    this.#watchForNewerPrimary();
  }

  /** One question without an answer does not say that nobody is there: this one may have stood still again, or the other one be slow. */
  async #goAlone(): Promise<PeerHealth | undefined> {
    const { peer, world } = this.#options;
    return (await peer.goesAlone(world.version)) ?? (await peer.goesAlone(world.version));
  }

  /** Changes of a moment in which this one stood still and the other one took over must not be believed. */
  async #yieldToNewerPrimary(): Promise<void> {
    if (this.#role === 'primary') this.#yieldTo(await this.#options.peer.health());
  }

  #yieldTo(health: PeerHealth | undefined): void {
    const { world } = this.#options;
    if (!isNewer(health, world.version.epoch) || !this.isServing) return;
    this.#stepDown();
    const message = `the other control server became primary (epoch ${health.epoch}), so this one follows it`;
    world.notify({ level: 'warning', code: 'STEPPED_DOWN', message });
  }

  #watchForNewerPrimary(): void {
    const { clock, heartbeatMs } = this.#options;
    this.#cancelTimer();
    if (this.#isClosed) return;
    this.#cancelTimer = clock.after(heartbeatMs, () => {
      if (this.#role !== 'primary') return;
      const looked = this.isInStep ? Promise.resolve() : this.#yieldToNewerPrimary();
      void looked.then(() => {
        if (this.#role === 'primary') this.#watchForNewerPrimary();
      });
    });
  }

  #stepDown(): void {
    this.#role = 'backup';
    this.#cancelTimer();
    const former = this.#replication;
    this.#replication = undefined;
    this.#options.onRole('backup');
    void this.#follow().finally(() => former?.drop());
  }

  #backupLost(replication: Replication): void {
    if (this.#replication !== replication || this.#isClosed) return;
    this.#replication = undefined;
    if (this.#role !== 'primary') return;
    const message = 'the backup control server is lost; changes are kept by this one alone until it is back';
    this.#options.world.notify({ level: 'warning', code: 'BACKUP_LOST', message });
    void this.#yieldToNewerPrimary();
  }

  /** Follows the other one until this one is primary. */
  async #follow(): Promise<void> {
    const leaderless = new Leaderless(this.#options);
    while (this.#role === 'backup' && !this.#isClosed) {
      const end = await this.#followOnce();
      if (this.#isFollowing) leaderless.followed();
      this.#isFollowing = false;
      if (end.replica !== undefined) this.#known.keep(end.replica);
      if (this.#isOver()) return;
      const isAsked = end.type === 'lost' && this.#known.current !== undefined;
      // A lost connection alone is no lost primary.
      const other = isAsked ? await this.#options.peer.health() : undefined;
      if (this.#isOver()) return;
      const { current } = this.#known; // asked for again: the primary may have gone on alone while it was asked for
      leaderless.heard(other?.role);
      if (end.type === 'handed-over') this.#takeOver(end.replica, 'it was handed over');
      else if (isAsked && other === undefined && current !== undefined) this.#takeOver(current, 'the primary is lost');
      else if (leaderless.isTooLong && current !== undefined) this.#takeOver(current, 'nobody was primary');
      else await this.#pause();
    }
  }

  async #followOnce(): Promise<FollowingEnd> {
    const { peer, ...options } = this.#options;
    try {
      const channel = await peer.connect();
      this.#followed = channel;
      if (this.#isOver()) channel.destroy();
      return await follow(channel, options, () => {
        this.#isFollowing = true;
      });
    } catch {
      return { type: 'lost', replica: undefined };
    }
  }

  #takeOver(replica: Replica, why: string): void {
    const { world, clock } = this.#options;
    const epoch = Math.max(replica.version.epoch, world.version.epoch, Math.floor(clock.wallClock())) + 1;
    world.adopt(replica.state, epoch);
    world.notify({ level: 'warning', code: 'TAKEOVER', message: `this control server is primary now: ${why}` });
    this.#lead();
  }

  #isOver(): boolean {
    return this.#isClosed || this.#role !== 'backup';
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      this.#cancelTimer = this.#options.clock.after(retryPauseMs, resolve, { keepAlive: false });
    });
  }
}

const isNewer = (health: PeerHealth | undefined, epoch: number): health is PeerHealth =>
  health?.role === 'primary' && health.epoch > epoch;
