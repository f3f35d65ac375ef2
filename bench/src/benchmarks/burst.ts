import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createLoadBalancer } from '@eservices-lb/sdk';
import type { LoadBalancer } from '@eservices-lb/sdk';
import type { Benchmark, Finding } from '../benchmark.js';
import { balancingApplication, tenantName } from '../estate/an-estate.js';
import { childServer, stop } from '../http/child-servers.js';
import { median } from '../measure/median.js';

const events = 10_000;
const request = { tenant: tenantName(0), type: 'ChatServer' };
const goalMs = 50;

interface Burst {
  /** From the order to send until the last event is applied. */
  readonly ms: number;
  /** How late the event loop was, 99th percentile and worst, ms. */
  readonly p99: number;
  readonly worst: number;
}

/** 10,000 status events at once over HTTP, while the application selects. */
export const burst: Benchmark = {
  name: 'burst',
  title: `A burst of ${events} status events from a control server, 10,000 instances`,
  async run({ rounds, progress }) {
    progress('control server starts');
    const server = await childServer('control-server-process.js');
    const loadBalancer = createLoadBalancer({
      ...{ application: balancingApplication, scs: [`http://127.0.0.1:${server.port}`], silenceLimitMs: 60_000 },
      onWarning: () => undefined,
    });
    await loadBalancer.ready();
    const bursts: Burst[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      progress(`round ${round} of ${rounds}`);
      const measured = await oneBurst(loadBalancer, () => server.process.send(events));
      if (round > 0) bursts.push(measured);
    }
    await loadBalancer.close();
    await stop(server);
    const finding = (at: string, of: (burst: Burst) => number): Finding => ({
      ...{ at, contender: 'eservices-lb', value: median(bursts.map(of)), unit: 'ms' },
    });
    const p99 = median(bursts.map((each) => each.p99));
    return {
      findings: [
        finding('all applied after', ({ ms }) => ms),
        finding('event loop late, p99', (each) => each.p99),
        finding('event loop late, worst', ({ worst }) => worst),
      ],
      verdicts: [
        {
          goal: `event loop late by < ${goalMs} ms at p99 in a burst (F13)`,
          measured: `${p99.toFixed(1)} ms`,
          isMet: p99 < goalMs,
        },
      ],
    };
  },
};

/** Selects all the while, as a busy application would: once in every turn of the event loop. */
async function oneBurst(loadBalancer: LoadBalancer, send: () => void): Promise<Burst> {
  const last = loadBalancer.health().revision + events;
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const from = performance.now();
  delay.enable();
  send();
  while (loadBalancer.health().revision < last) {
    loadBalancer.select(request);
    await new Promise(setImmediate);
  }
  delay.disable();
  return { ms: performance.now() - from, p99: delay.percentile(99) / 1e6, worst: delay.max / 1e6 };
}
