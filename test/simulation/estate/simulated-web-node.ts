import { createLoadBalancer, LoadBalancerError } from '@eservices-lb/sdk';
import type {
  DirectoryEvent,
  DirectorySource,
  LoadBalancer,
  LoadBalancerOptions,
  Random,
  SelectionRequest,
  Service,
} from '@eservices-lb/sdk';
import { collectMetrics } from '@eservices-lb/sdk/metrics';
import { Registry } from 'prom-client';
import { scsSourceOver } from '../../../packages/sdk/src/edge/scs-source.js';
import { balancing, wishes } from './estate-of-tenants.js';
import type { History } from './history.js';
import type { Answer } from './simulated-application.js';
import type { CountedClock } from './simulated-clock.js';
import type { SimulatedNetwork } from './simulated-network.js';
import { streamOverNetwork } from './stream-over-network.js';
import type { StreamOverNetworkOptions } from './stream-over-network.js';

export interface WebNodeParts {
  readonly name: string;
  readonly network: SimulatedNetwork;
  readonly clock: CountedClock;
  readonly random: Random;
  readonly history: History;
  readonly controlServers: readonly string[];
  readonly options: Partial<LoadBalancerOptions>;
  /** What it follows, made of the source that leads to the control servers. @defaultValue just that */
  readonly sourceOf?: (live: DirectorySource) => DirectorySource;
}

export const aliasKey = Buffer.alloc(32, 7).toString('base64');

interface KnownAlias {
  readonly alias: string;
  readonly tenant: string;
}

const rememberedAliases = 60;

/** A web node: the real load balancer over the simulated network, and somebody who uses it and writes down what came of it. */
export class SimulatedWebNode {
  readonly name: string;
  readonly loadBalancer: LoadBalancer;
  readonly warnings: string[] = [];
  readonly #parts: WebNodeParts;
  readonly #registry = new Registry();
  readonly #aliases: KnownAlias[] = [];
  #promises = 0;
  #isClosed = false;

  constructor(parts: WebNodeParts) {
    const { name, clock, random, history, options, sourceOf = (live: DirectorySource) => live } = parts;
    this.name = name;
    this.#parts = parts;
    this.loadBalancer = createLoadBalancer({
      ...{ application: balancing, aliasKeys: [aliasKey], maxAliases: 100, clock, random },
      ...options,
      source: this.#told(sourceOf(this.#live()), (event) => {
        history.add({ type: 'heard', node: name, event });
      }),
      onWarning: (warning) => this.warnings.push(warning),
    });
    collectMetrics(this.loadBalancer, this.#registry);
    this.loadBalancer.subscribe((snapshot) => {
      history.add({ type: 'applied', node: name, snapshot });
    });
    // One picks in the very moment of every change, and one breaks.
    this.loadBalancer.subscribe(() => void this.pick(wishes[Math.floor(random() * wishes.length)] ?? wishes[0]));
    this.loadBalancer.subscribe(() => {
      if (random() > 0.05) return;
      history.add({ type: 'listener-failed', node: name });
      throw new Error('a listener that fails now and then');
    });
  }

  /** Asks for a new session, and talks to what it was given. */
  pick(wish: SelectionRequest): Service | undefined {
    const { history } = this.#parts;
    try {
      const { epoch, revision } = this.loadBalancer.health();
      const service = this.loadBalancer.select(wish);
      history.add({ type: 'picked', node: this.name, wish, service, version: { epoch, revision } });
      if (this.#aliases.length === rememberedAliases) this.#aliases.shift();
      this.#aliases.push({ alias: service.alias, tenant: wish.tenant });
      return service;
    } catch (error) {
      history.add({ type: 'refused', node: this.name, wish, code: codeOf(error) });
      return undefined;
    }
  }

  resolve(alias: string, tenant: string): Service | undefined {
    const { history } = this.#parts;
    try {
      const service = this.loadBalancer.resolve(alias, { tenant });
      history.add({ type: 'resolved', node: this.name, tenant, alias, service });
      return service;
    } catch (error) {
      history.add({ type: 'unresolved', node: this.name, tenant, alias, code: codeOf(error) });
      return undefined;
    }
  }

  /** One thing that customers let a web node do, at random; says whether somebody waits for its outcome. */
  act(): boolean {
    const { random } = this.#parts;
    if (this.#isClosed) return false;
    const kind = random();
    const known = this.#aliases[Math.floor(random() * this.#aliases.length)];
    if (kind < 0.4 || known === undefined)
      this.#talk(this.pick(wishes[Math.floor(random() * wishes.length)] ?? wishes[0]));
    else if (kind < 0.8) this.#talk(this.resolve(known.alias, known.tenant));
    else if (kind < 0.9)
      this.resolve(known.alias, known.tenant === wishes[0].tenant ? wishes[1].tenant : wishes[0].tenant);
    else this.expect('waitFor', 1_000, this.loadBalancer.waitFor(wishes[2], { timeoutMs: 1_000 }));
    return kind >= 0.9;
  }

  /** Writes down whether the promise is kept in time, however. */
  expect(what: string, withinMs: number, promise: Promise<unknown>): void {
    const { history, clock, name } = this.#parts;
    const id = (this.#promises += 1);
    history.add({ type: 'promised', id, node: name, what, deadline: clock.now() + withinMs });
    promise.then(
      () => history.add({ type: 'settled', node: name, id, outcome: 'kept' }),
      (error: unknown) => history.add({ type: 'settled', node: name, id, outcome: codeOf(error) }),
    );
  }

  /** Writes down what it counted. */
  async count(): Promise<void> {
    const { history } = this.#parts;
    const { counts, listenerFailures, epoch, revision } = this.loadBalancer.health();
    const metrics: Record<string, number> = {};
    for (const { name, values } of await this.#registry.getMetricsAsJSON()) metrics[name] = values[0]?.value ?? 0;
    const version = { epoch, revision };
    history.add({ type: 'counted', node: this.name, counts, listenerFailures, metrics, version });
  }

  close(): void {
    this.#isClosed = true;
    this.expect('close', 0, this.loadBalancer.close());
  }

  #talk(service: Service | undefined): void {
    if (service === undefined) return;
    const { network, history, name } = this.#parts;
    const socket = network.connect(name, `${service.host}:${service.port}`, 'requests', undefined);
    let reached: Answer | undefined;
    socket.listen({
      onMessage: (message) => {
        reached = message as Answer;
      },
      onClosed: () => {
        this.loadBalancer.report(service, reached === undefined ? 'failure' : 'success');
        history.add({ type: 'asked', node: name, service, reached });
      },
    });
  }

  #live(): DirectorySource {
    const { network, name: host, clock, random, controlServers, options, history } = this.#parts;
    const { silenceLimitMs, connectLimitMs, maxConnectionAgeMs, emptySnapshotGuardMs } = options;
    const onAnswer: StreamOverNetworkOptions['onAnswer'] = ({ from, ...answer }) => {
      history.add({ type: 'answered', node: host, host: from, ...answer });
    };
    const source = scsSourceOver(streamOverNetwork(network, { host, onAnswer }), {
      ...{ urls: controlServers.map((scs) => `http://${scs}:5000`), clock, random },
      ...(silenceLimitMs !== undefined && { silenceLimitMs }),
      ...(connectLimitMs !== undefined && { connectLimitMs }),
      ...(maxConnectionAgeMs !== undefined && { maxConnectionAgeMs }),
      ...(emptySnapshotGuardMs !== undefined && { emptySnapshotGuardMs }),
    });
    return this.#told(source, ({ type }) => {
      if (type === 'lost') history.add({ type: 'lost', node: host });
    });
  }

  /** What the source says, told before anybody else hears it. */
  #told(source: DirectorySource, tell: (event: DirectoryEvent) => void): DirectorySource {
    return {
      kind: source.kind,
      ...(source.parts && { parts: () => source.parts?.() ?? [] }),
      async *events(signal, clock) {
        for await (const event of source.events(signal, clock)) {
          tell(event);
          yield event;
        }
      },
    };
  }
}

const codeOf = (error: unknown): string =>
  error instanceof LoadBalancerError
    ? error.code
    : error instanceof Error
      ? `${error.name}: ${error.message}`
      : String(error);
