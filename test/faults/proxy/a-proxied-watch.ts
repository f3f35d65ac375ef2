import { startMockScs } from '@eservices-lb/mock-scs';
import type { MockScs } from '@eservices-lb/mock-scs';
import { createLoadBalancer } from '@eservices-lb/sdk';
import type { LoadBalancer, LoadBalancerOptions } from '@eservices-lb/sdk';
import { seededRandom } from '@eservices-lb/sdk/testing';
import { untilAgreed } from '../../estate/until-agreed.js';
import { anEstateOf } from '../../mock-scs/small-estate.js';
import { ToxicProxy } from '../../toxics/toxic-proxy.js';
import { watchLimits } from './watch-limits.js';

export const request = { tenant: 'Environment', type: 'EmailServer' } as const;
const names = ['email-1', 'email-2', 'email-3'] as const;
const aliasKeys = [Buffer.alloc(32, 7).toString('base64')];

export interface ProxiedWatchOptions {
  readonly seed: number;
  /** Where the instances listen, where anybody asks them. */
  readonly ports?: readonly [number, number, number];
}

/** A real control server of three running E-mail Servers, and load balancers that watch it through the proxy. */
export class ProxiedWatch implements AsyncDisposable {
  readonly scs: MockScs;
  readonly proxy: ToxicProxy;
  readonly #seed: number;
  readonly #loadBalancers: LoadBalancer[] = [];

  private constructor(scs: MockScs, proxy: ToxicProxy, seed: number) {
    this.scs = scs;
    this.proxy = proxy;
    this.#seed = seed;
  }

  static async start({ seed, ports = [9001, 9002, 9003] }: ProxiedWatchOptions): Promise<ProxiedWatch> {
    const servers = names.map((name, index) => ({ name, type: 'EmailServer', ports: [{ port: ports[index] }] }));
    const connections = names.map((application) => ({ application }));
    const web = { name: 'web', type: 'WebAPIServer', ports: [{ port: 9000 }], connections };
    const { heartbeatMs } = watchLimits;
    const scs = await startMockScs({ configuration: anEstateOf(...servers, web), heartbeatMs });
    for (const name of names) scs.world.report(name, 'running');
    return new ProxiedWatch(scs, await ToxicProxy.start(scs.port), seed);
  }

  /** A load balancer, through the proxy unless it is told otherwise, with its first view. */
  async loadBalancer(difference: Partial<LoadBalancerOptions> = {}): Promise<LoadBalancer> {
    const loadBalancer = this.#connect({ scs: [this.proxy.url], ...difference });
    await loadBalancer.ready({ timeoutMs: 20_000 });
    return loadBalancer;
  }

  /** What the load balancer has to have heard of sooner or later. */
  change(): void {
    const { world } = this.scs;
    world.report('email-1', 'service-unavailable');
    world.disable('application', 'email-2');
    world.report('email-3', 'running', { load: 7 });
  }

  untilAgreed(loadBalancer: LoadBalancer): Promise<void> {
    const fresh = (): LoadBalancer => this.#connect({ scs: [this.scs.url] });
    return untilAgreed({ loadBalancer, scs: this.scs, fresh, request });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const loadBalancer of this.#loadBalancers) await loadBalancer.close();
    await this.proxy[Symbol.asyncDispose]();
    await this.scs.close();
  }

  #connect(options: Partial<LoadBalancerOptions>): LoadBalancer {
    const { silenceLimitMs, connectLimitMs } = watchLimits;
    const token = this.scs.access.tokens.issue({ name: 'application web', role: 'read', keep: 10 });
    const loadBalancer = createLoadBalancer({
      ...{ application: 'web', token, aliasKeys, silenceLimitMs, connectLimitMs },
      ...{ random: seededRandom(this.#seed), onWarning: () => undefined },
      ...options,
    });
    this.#loadBalancers.push(loadBalancer);
    return loadBalancer;
  }
}
