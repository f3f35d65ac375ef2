import { ControlServerPair, Durability, World } from '@eservices-lb/mock-scs';
import type { Channel, ChannelHandlers, Configuration, ControlServerRole, Peer } from '@eservices-lb/mock-scs';
import { ManualClock } from '@eservices-lb/sdk/testing';

/** A connection in memory. Messages arrive in order, each some microtasks later, and not at all once either side is dead. */
export function channelPair(delay: () => number): readonly [Channel, Channel] {
  const handlers: (ChannelHandlers | undefined)[] = [undefined, undefined];
  const waiting: string[][] = [[], []];
  const isPumping = [false, false];
  let isOpen = true;
  const end = (): void => {
    if (!isOpen) return;
    isOpen = false;
    queueMicrotask(() => {
      for (const each of handlers) each?.onClosed();
    });
  };
  const pump = async (to: number): Promise<void> => {
    if (isPumping[to] === true) return;
    isPumping[to] = true;
    while (handlers[to] !== undefined && waiting[to]?.[0] !== undefined) {
      for (let turn = delay(); turn > 0; turn -= 1) await Promise.resolve();
      const text = waiting[to].shift();
      if (isOpen && text !== undefined) handlers[to].onMessage(text);
    }
    isPumping[to] = false;
  };
  const side = (self: number): Channel => ({
    send: (text) => {
      waiting[1 - self]?.push(text);
      void pump(1 - self);
    },
    destroy: end,
    listen: (given) => {
      handlers[self] = given;
      if (!isOpen) queueMicrotask(given.onClosed);
      void pump(self);
    },
  });
  return [side(0), side(1)];
}

/** One control server without its HTTP side. */
export interface Node {
  readonly world: World;
  readonly pair: ControlServerPair;
  readonly durability: Durability;
  readonly channels: Channel[];
  isDead: boolean;
}

/** Two control servers in memory that can be killed and started again. */
export class InMemoryPair {
  readonly clock = new ManualClock();
  readonly nodes: [Node | undefined, Node | undefined] = [undefined, undefined];
  /** Neither can reach the other. */
  isPartitioned = false;
  /** So many questions stay without an answer although the other one is there. */
  unanswered = 0;
  readonly #configuration: Configuration;
  readonly #delay: () => number;
  /** What is on the disk of each: what it had committed, and what it became primary with. */
  readonly #disks: [World['state'] | undefined, World['state'] | undefined] = [undefined, undefined];

  /** @param delay how many microtasks a message is on its way */
  constructor(configuration: Configuration, delay: () => number = () => 1) {
    this.#configuration = configuration;
    this.#delay = delay;
  }

  async start(index: 0 | 1): Promise<Node> {
    const disk = this.#disks[index];
    const world = new World({
      configuration: disk?.configuration ?? this.#configuration,
      retired: disk?.retired ?? [],
      epoch: this.clock.wallClock() + index,
    });
    const durability = new Durability(() => undefined);
    const tokens = { issued: [], onIssued: () => () => undefined, accept: () => undefined };
    const pair = new ControlServerPair({
      ...{ world, tokens, clock: this.clock, heartbeatMs: 3000, peer: this.#peer(index) },
      configured: index === 0 ? 'primary' : 'backup',
      onRole: (role: ControlServerRole) => {
        if (role === 'primary') this.#disks[index] = world.state;
      },
    });
    durability.add(() => pair.replicated());
    durability.add(() => {
      if (!node.isDead) this.#disks[index] = world.state;
      return Promise.resolve();
    });
    const node: Node = { world, pair, durability, channels: [], isDead: false };
    this.nodes[index] = node;
    await pair.start();
    return node;
  }

  /** As SIGKILL does: nothing more is said or kept, and the other side sees the connection closed. */
  kill(index: 0 | 1): void {
    const node = this.nodes[index];
    if (node === undefined) return;
    node.isDead = true;
    this.nodes[index] = undefined;
    node.pair.close();
    for (const channel of node.channels) channel.destroy();
  }

  get primary(): Node | undefined {
    return this.nodes.find((node) => node?.pair.isServing === true);
  }

  /** Lets everything happen that is under way, and the time for which pauses wait. */
  async settle(): Promise<void> {
    for (let round = 0; round < 12; round += 1) {
      await this.microtasks();
      this.clock.advance(250);
    }
  }

  /** Lets everything happen that waits for no time. */
  async microtasks(): Promise<void> {
    for (let turn = 0; turn < 60; turn += 1) await Promise.resolve();
  }

  #peer(self: 0 | 1): Peer {
    const other = (): Node | undefined => (this.isPartitioned ? undefined : this.nodes[self === 0 ? 1 : 0]);
    const health = () => {
      const node = this.unanswered > 0 ? undefined : other();
      this.unanswered = Math.max(0, this.unanswered - 1);
      return Promise.resolve(node && { role: node.pair.role, epoch: node.world.version.epoch });
    };
    return {
      health,
      goesAlone: (version) => {
        other()?.pair.hearAlone(version);
        return health();
      },
      connect: () => {
        const node = other();
        const own = this.nodes[self];
        if (node === undefined || own === undefined) return Promise.reject(new Error('refused'));
        const [here, there] = channelPair(this.#delay);
        own.channels.push(here);
        node.channels.push(there);
        node.pair.accept(there);
        return Promise.resolve(here);
      },
    };
  }
}
