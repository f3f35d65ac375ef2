import type { Configuration } from '@eservices-lb/mock-scs';
import type { DirectorySource, Random } from '@eservices-lb/sdk';
import { seededRandom } from '@eservices-lb/sdk/testing';
import type { Application } from '@eservices-lb/sdk/wire';
import type { Distortion } from './client-stream-over-network.js';
import { estateOfTenants, runs } from './estate-of-tenants.js';
import type { EstatePlan } from './estate-plan.js';
import { History } from './history.js';
import { SimulatedApplication } from './simulated-application.js';
import { SimulatedClock } from './simulated-clock.js';
import type { CountedClock } from './simulated-clock.js';
import { SimulatedControlServer } from './simulated-control-server.js';
import type { Disk } from './simulated-control-server.js';
import { SimulatedNetwork } from './simulated-network.js';
import { SimulatedWebNode } from './simulated-web-node.js';

/** Everything of one run: the clock, the network, the control servers, the application servers and the web nodes. */
export class SimulatedEstate {
  readonly clock = new SimulatedClock();
  readonly history = new History(this.clock.now);
  readonly random: Random;
  readonly network: SimulatedNetwork;
  readonly webNodes: SimulatedWebNode[] = [];
  readonly applications = new Map<string, SimulatedApplication>();
  /** What becomes of frames on their way to web nodes; for rows to replace. */
  distorted: Distortion = (frame) => [frame];
  /** Whether a control server refuses clients at this moment, and for how long, s; for rows to replace. */
  refusal: { readonly isOn: () => boolean; readonly retryAfter: () => number } = {
    isOn: () => false,
    retryAfter: () => 1,
  };
  readonly #plan: EstatePlan;
  readonly #configuration: Configuration;
  readonly #seeds: Random;
  readonly #controlServers: (SimulatedControlServer | undefined)[] = [];
  readonly #disks: (Disk | undefined)[] = [];
  readonly #clocks = new Map<string, CountedClock>();
  #isOver = false;

  constructor(seed: number, plan: EstatePlan) {
    this.#plan = plan;
    this.#seeds = seededRandom(seed);
    this.random = this.#randomOfPart();
    this.network = new SimulatedNetwork(this.clockOf('network', { isQuiet: true }), {
      random: this.#randomOfPart(),
      stir: this.clock.stir,
    });
    this.#configuration = plan.configuration ?? estateOfTenants;
    for (const application of this.#configuration.applications) {
      if (runs(application.type)) this.#addApplication(application);
    }
  }

  get controlServerHosts(): readonly string[] {
    return Array.from({ length: this.#plan.controlServers ?? 1 }, (_, index) => `scs-${index + 1}`);
  }

  /** The one that serves. */
  get primary(): SimulatedControlServer | undefined {
    return this.#controlServers.find((each) => each?.isServing === true);
  }

  /** The one that serves. @throws where there is none at this moment */
  get scs(): SimulatedControlServer {
    if (this.primary === undefined) throw new Error('no control server serves at this moment');
    return this.primary;
  }

  /** The first web node. */
  get webNode(): SimulatedWebNode {
    const [node] = this.webNodes;
    if (node === undefined) throw new Error('no web node has been started');
    return node;
  }

  /** What every view must come to; undefined while not exactly one control server serves. */
  get fingerprint(): string | undefined {
    const { expectedFingerprint } = this.#plan;
    const [serving, ...others] = this.#controlServers.filter((each) => each?.isServing === true);
    if (others.length > 0 || serving === undefined) return undefined;
    return expectedFingerprint?.(this) ?? serving.fingerprint;
  }

  /** Starts everything and lets it come to the point where all know each other. */
  async begin(): Promise<void> {
    for (let index = 0; index < this.controlServerHosts.length; index += 1) await this.startControlServer(index);
    await this.pass(1_000);
    for (const { name } of this.applications.values()) this.startApplication(name);
    for (let number = 1; number <= (this.#plan.webNodes ?? 2); number += 1) this.startWebNode(`web-${number}`);
    await this.pass(3_000);
  }

  async startControlServer(index: number): Promise<void> {
    const [host = '', peer] = index === 0 ? this.controlServerHosts : [...this.controlServerHosts].reverse();
    const server = new SimulatedControlServer({
      ...{ host, peer, network: this.network, clock: this.clockOf(host), random: this.#randomOfPart() },
      ...{ configured: index === 0 ? 'primary' : 'backup', configuration: this.#configuration },
      disk: this.#disks[index],
      onCommitted: ({ configuration, retired, epoch }) => {
        this.#disks[index] = { configuration, retired, epoch };
      },
      distorted: (frame, client) => this.distorted(frame, client),
      retryAfter: () => this.refusal.retryAfter(),
      isOverloaded: () => this.refusal.isOn(),
    });
    this.#controlServers[index] = server;
    this.did(`${host} starts`);
    void server.start();
    await this.pass(0);
  }

  killControlServer(index: number): void {
    const server = this.#controlServers[index];
    if (server === undefined) return;
    this.did(`${server.host} is killed`);
    this.#controlServers[index] = undefined;
    server.kill();
  }

  controlServer(index: number): SimulatedControlServer | undefined {
    return this.#controlServers[index];
  }

  /** As an operator changes it; resolves when it is saved. */
  configure(change: (scs: SimulatedControlServer) => void): void {
    const server = this.primary;
    if (server === undefined) return;
    change(server);
    server.durability.committed().catch(() => undefined);
  }

  /** The application object as the control server has it. */
  object(name: string): Application {
    return this.scs.world.object('application', name);
  }

  application(name: string): SimulatedApplication {
    const application = this.applications.get(name);
    if (application === undefined) throw new Error(`there is no application server ${name}`);
    return application;
  }

  startApplication(name: string): void {
    this.did(`${name} starts`);
    this.application(name).start(this.addressOf(name));
  }

  /** Where the application is configured to listen. */
  addressOf(name: string): string {
    const { configuration } = this.primary?.world ?? { configuration: this.#configuration };
    const application = configuration.applications.find((each) => each.name === name);
    const host = configuration.hosts.find((each) => each.name === application?.host);
    return `${host?.address ?? ''}:${application?.ports[0]?.port ?? 0}`;
  }

  startWebNode(name: string): SimulatedWebNode {
    const { options = {}, sourceOf, actEveryMs = 250 } = this.#plan;
    const random = this.#randomOfPart();
    const node = new SimulatedWebNode({
      ...{ name, network: this.network, clock: this.clockOf(name), random, history: this.history },
      ...{ controlServers: this.controlServerHosts, options },
      ...(sourceOf && { sourceOf: (live: DirectorySource) => sourceOf(live, this) }),
    });
    this.webNodes.push(node);
    const acts = this.clock.part({ isQuiet: true });
    const act = (): void => {
      if (this.#isOver) return;
      acts.after(2 * actEveryMs * random(), act);
      if (node.act()) this.clock.stir();
    };
    node.expect('ready', 10_000, node.loadBalancer.ready().then(act));
    return node;
  }

  did(what: string): void {
    this.history.add({ type: 'did', what });
  }

  pass(ms: number): Promise<void> {
    return this.clock.pass(ms);
  }

  /** A number from `from` to below `to`. */
  between(from: number, to: number): number {
    return from + this.random() * (to - from);
  }

  /** One of them, by chance. */
  oneOf<T>(several: readonly [T, ...T[]]): T {
    return several[Math.floor(this.random() * several.length)] ?? several[0];
  }

  /** Ends every disturbance, also that no control server is there. */
  async heal(): Promise<void> {
    this.distorted = (frame) => [frame];
    this.refusal = { isOn: () => false, retryAfter: () => 1 };
    for (const server of this.#controlServers) server?.faults.endAll();
    this.network.healAll();
    for (const index of this.controlServerHosts.keys()) {
      if (this.#controlServers[index] === undefined) await this.startControlServer(index);
    }
    this.history.add({ type: 'healed' });
  }

  /** Closes the web nodes first, then everybody else, and writes down what is left of each. */
  async end(): Promise<void> {
    this.#isOver = true;
    await this.pass(1_000);
    for (const node of this.webNodes) await node.count();
    for (const node of this.webNodes) node.close();
    await this.pass(100);
    for (const { name } of this.webNodes) this.#left(name);
    for (const application of this.applications.values()) application.crash();
    for (const [index] of this.#controlServers.entries()) this.killControlServer(index);
    await this.pass(5_000);
    for (const who of this.#clocks.keys()) if (!who.startsWith('web-')) this.#left(who);
  }

  #left(who: string): void {
    const timers = this.#clocks.get(who)?.pending ?? 0;
    const sockets = who === 'network' ? this.network.openSockets : this.network.socketsOf(who).length;
    this.history.add({ type: 'closed', who, timers, sockets });
  }

  #addApplication({ name, dbid, host = 'host-1' }: Application): void {
    const parts = {
      ...{ name, dbid, host },
      network: this.network,
      clock: this.clockOf(name, { isQuiet: true }),
      random: this.#randomOfPart(),
    };
    this.applications.set(name, new SimulatedApplication({ ...parts, controlServers: this.controlServerHosts }));
  }

  /** The clock of a web node, a control server, an application server, or the network. */
  clockOf(who: string, kind: { readonly isQuiet?: boolean } = {}): CountedClock {
    const known = this.#clocks.get(who);
    if (known !== undefined) return known;
    const clock = this.clock.part(kind);
    this.#clocks.set(who, clock);
    return clock;
  }

  /** A sequence of its own for every part, so that what one part draws does not change another one's luck. */
  #randomOfPart(): Random {
    return seededRandom(Math.floor(this.#seeds() * 2 ** 31));
  }
}
