/** Many load balancers in one process, each with its own connection. They tell when each revision reached them. */
import { createLoadBalancer } from '@eservices-lb/sdk';
import type { LoadBalancer } from '@eservices-lb/sdk';
import { webApiServer } from './large-estate.js';

export interface Arrival {
  readonly revision: number;
  /** Wall clock with fractions, ms. */
  readonly at: number;
}

export type FromLoadBalancers =
  | { readonly type: 'ready'; readonly slowestReadyMs: number; readonly memoryBytes: number }
  | { readonly type: 'arrivals'; readonly arrivals: readonly Arrival[] };

const [url = '', token = '', count = '1'] = process.argv.slice(2);
const send = (message: FromLoadBalancers): void => {
  process.send?.(message);
};

async function main(): Promise<void> {
  const arrivals: Arrival[] = [];
  const loadBalancers: LoadBalancer[] = [];
  let slowestReadyMs = 0;
  for (let index = 0; index < Number(count); index += 1) {
    const from = performance.now();
    const loadBalancer = createLoadBalancer({
      application: webApiServer,
      scs: [url],
      token,
      onWarning: () => undefined,
    });
    await loadBalancer.ready({ timeoutMs: 60_000 });
    slowestReadyMs = Math.max(slowestReadyMs, performance.now() - from);
    loadBalancer.subscribe(({ revision }) => {
      arrivals.push({ revision, at: performance.timeOrigin + performance.now() });
    });
    loadBalancers.push(loadBalancer);
  }
  process.on('message', () => {
    send({ type: 'arrivals', arrivals });
  });
  process.on('disconnect', () => process.exit());
  send({ type: 'ready', slowestReadyMs, memoryBytes: process.memoryUsage.rss() });
}

void main();
