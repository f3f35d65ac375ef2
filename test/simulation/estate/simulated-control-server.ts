import type { Configuration, ControlServerRole } from '@eservices-lb/mock-scs';
import type { Random } from '@eservices-lb/sdk';
import type { Version } from '@eservices-lb/sdk/wire';
import { SnapshotFrame } from '../../../packages/mock-scs/src/api/event-frames.js';
import { EventStreams } from '../../../packages/mock-scs/src/api/event-stream.js';
import { WarmStandby } from '../../../packages/mock-scs/src/backup/warm-standby.js';
import { Durability } from '../../../packages/mock-scs/src/control/durability.js';
import { World } from '../../../packages/mock-scs/src/control/world.js';
import { Faults } from '../../../packages/mock-scs/src/faults/faults.js';
import { ControlServerPair } from '../../../packages/mock-scs/src/pair/control-server-pair.js';
import { reportUnlinked } from '../../../packages/mock-scs/src/pair/report-unlinked.js';
import { ApplicationLinks } from './application-links.js';
import type { Registration } from './application-links.js';
import { ClientStreamOverNetwork } from './client-stream-over-network.js';
import type { Distortion } from './client-stream-over-network.js';
import { acceptChannel, peerOverNetwork } from './peer-over-network.js';
import { fingerprintOfWorld } from './control-server-view.js';
import type { CountedClock } from './simulated-clock.js';
import type { SimulatedNetwork } from './simulated-network.js';
import type { SimulatedSocket } from './simulated-socket.js';
import type { AnswerHead, EventsRequest } from './stream-over-network.js';

export const heartbeatMs = 3_000;
const missedHeartbeatsAllowed = 3;
const dampingMs = 2_000;

/** What survives a control server: its configuration, as it was last committed. */
export type Disk = Pick<World['state'], 'configuration' | 'retired' | 'epoch'>;

export interface ControlServerParts {
  readonly network: SimulatedNetwork;
  readonly clock: CountedClock;
  readonly random: Random;
  readonly host: string;
  readonly peer: string | undefined;
  readonly configured: ControlServerRole;
  readonly configuration: Configuration;
  readonly disk: Disk | undefined;
  readonly onCommitted: (disk: Disk) => void;
  /** Asked of every frame to every client. */
  readonly distorted: Distortion;
  /** How long it asks those to wait whom it refuses, s. */
  readonly retryAfter: () => number;
  /** Whether it refuses a client at this moment although it serves. */
  readonly isOverloaded: () => boolean;
}

/** A control server: its real core, put together as `startMockScs` does, with the simulated network in place of HTTP. */
export class SimulatedControlServer {
  readonly host: string;
  readonly world: World;
  readonly faults: Faults;
  readonly durability = new Durability(() => undefined);
  readonly links: ApplicationLinks;
  readonly #parts: ControlServerParts;
  readonly #streams: EventStreams;
  readonly #standby: WarmStandby;
  readonly #pair: ControlServerPair | undefined;
  #cancelGrace: () => void = () => undefined;
  #known: { readonly version: Version; readonly fingerprint: string } | undefined;

  constructor(parts: ControlServerParts) {
    const { host, clock, random, configuration, disk, configured } = parts;
    this.#parts = parts;
    this.host = host;
    const epoch = Math.max(Math.floor(clock.wallClock()) + (configured === 'primary' ? 0 : 1), (disk?.epoch ?? -1) + 1);
    const { configuration: restored = configuration, retired = [] } = disk ?? {};
    const world = new World({ configuration: restored, retired, epoch, wallClock: () => clock.wallClock() });
    this.world = world;
    this.links = new ApplicationLinks(world, () => this.#standby);
    const become = (application: string, mode: 'primary' | 'backup'): 'asked' | 'done' =>
      this.links.command(application, mode) ? 'asked' : 'done';
    this.#standby = new WarmStandby({ world, clock, dampingMs, processEnd: () => undefined, control: { become } });
    const snapshot = new SnapshotFrame(world);
    this.faults = new Faults({ world, clock, random, snapshotFrame: () => snapshot.current });
    this.#streams = new EventStreams({ world, clock, heartbeatMs, limit: 10_000, faults: this.faults });
    this.#pair = this.#pairWith(parts.peer);
    this.durability.add(() => {
      parts.onCommitted(world.state);
      return Promise.resolve();
    });
  }

  get isServing(): boolean {
    return this.#pair?.isServing ?? true;
  }

  /** Of the view that a web node must come to. */
  get fingerprint(): string {
    const { version } = this.world;
    const isKnown = this.#known?.version.epoch === version.epoch && this.#known.version.revision === version.revision;
    if (!isKnown || this.#known === undefined) this.#known = { version, fingerprint: fingerprintOfWorld(this.world) };
    return this.#known.fingerprint;
  }

  async start(): Promise<void> {
    const { network, host } = this.#parts;
    network.listen(host, 'events', (socket, request) => {
      this.#answer(socket, request as EventsRequest);
    });
    network.listen(host, 'links', (socket, request) => {
      if (this.isServing) this.links.accept(socket, request as Registration);
      else socket.reset('not primary');
    });
    network.listen(host, 'health', (socket, request) => {
      if (request !== undefined) this.#pair?.hearAlone(request as Version);
      socket.listen({ onMessage: () => undefined, onClosed: () => undefined });
      socket.send({ role: this.#pair?.role ?? 'primary', epoch: this.world.version.epoch });
    });
    network.listen(host, 'pair', (socket) => {
      this.#pair?.accept(acceptChannel(socket));
    });
    await this.#pair?.start();
  }

  /** @throws ImpossibleActionError */
  async switchOver(): Promise<void> {
    await this.#pair?.switchOver();
  }

  /** Somebody else gives the members of pairs their roles from now on. */
  pauseStandby(): void {
    this.#standby.pause();
  }

  /** As SIGKILL does: nothing more is said or kept. */
  kill(): void {
    this.#parts.network.takeDown(this.host);
    this.#cancelGrace();
    this.#pair?.close();
    this.faults.close();
    this.#standby.close();
    this.#streams.close();
    this.links.leave();
  }

  #pairWith(peer: string | undefined): ControlServerPair | undefined {
    if (peer === undefined) return undefined;
    const { network, clock, host, configured, onCommitted } = this.#parts;
    const { world } = this;
    const pair = new ControlServerPair({
      ...{ world, clock, heartbeatMs, configured, peer: peerOverNetwork(network, clock, [host, peer]) },
      tokens: { issued: [], onIssued: () => () => undefined, accept: () => undefined },
      onRole: (role) => {
        this.#cancelGrace();
        if (role === 'backup') {
          this.#streams.leave();
          this.links.leave();
          this.#standby.pause();
          return;
        }
        const graceMs = missedHeartbeatsAllowed * heartbeatMs;
        this.#cancelGrace = reportUnlinked({ world, links: this.links, clock, graceMs });
        this.#standby.resume();
        onCommitted(world.state);
      },
    });
    this.durability.add(() => pair.replicated());
    return pair;
  }

  /** What stands before the streams of the real one: only the primary answers, and a refusal says when to come back. */
  #answer(socket: SimulatedSocket, { lastEventId }: EventsRequest): void {
    const { random, distorted, retryAfter, isOverloaded } = this.#parts;
    if (this.isServing && !isOverloaded()) {
      this.#streams.attach(new ClientStreamOverNetwork(socket, { random, distorted }), lastEventId);
      return;
    }
    const head: AnswerHead = { status: 503, headers: { 'retry-after': String(this.isServing ? retryAfter() : 1) } };
    socket.send(head);
    socket.end();
  }
}
