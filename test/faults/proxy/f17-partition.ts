import { systemClock } from '@eservices-lb/sdk';
import { untilSource } from '../../estate/until-source.js';
import { timeout } from '../../toxics/timeout.js';
import type { Fault } from '../fault.js';
import { returnLimitMs } from '../control-server-limits.js';
import { SteadyPicks } from '../steady-picks.js';
import { ProxiedWatch, request } from './a-proxied-watch.js';
import { anInstance } from './an-instance.js';
import { replacementLimitMs } from './watch-limits.js';

const requests = 120;

export const partition: Fault = {
  ...{ row: 'F17', kind: 'proxy' },
  fault: 'a partition between load balancer and control server, while the instances are fine',
  condition: 'picks go on; an instance that fails meanwhile gets less and is never dropped; all is live soon after',
  async play(seed) {
    await using one = await anInstance();
    await using two = await anInstance();
    await using three = await anInstance();
    await using watch = await ProxiedWatch.start({ seed, ports: [one.port, two.port, three.port] });
    const loadBalancer = await watch.loadBalancer();
    const names = loadBalancer.explain(request).map(({ application }) => application);
    using picks = new SteadyPicks(loadBalancer, request);
    const begunAt = systemClock.now();

    const heal = watch.proxy.add(timeout());
    await untilSource(loadBalancer, 'stale', { withinMs: replacementLimitMs });
    const staleMs = systemClock.now() - begunAt;
    two.status = 500;
    const client = loadBalancer.http(request);
    for (let count = 0; count < requests; count += 1) await client.get('/', { validateStatus: () => true });

    const share = two.received / requests;
    expect(one.received + two.received + three.received).toBe(requests);
    expect(two.received).toBeGreaterThan(0);
    expect(share).toBeLessThan(0.05);
    expect(loadBalancer.explain(request).map(({ selectable }) => selectable)).toEqual([true, true, true]);
    const others = [names[0]!, names[2]!];
    expect(loadBalancer.select({ ...request, exclude: others }).application).toBe(names[1]);
    expect(loadBalancer.health().source).toBe('stale');
    const { picks: count } = picks.take();

    watch.change();
    const healedAt = systemClock.now();
    await heal();
    await untilSource(loadBalancer, 'live', { withinMs: returnLimitMs + 10_000 });
    const liveMs = systemClock.now() - healedAt;
    expect(liveMs).toBeLessThanOrEqual(returnLimitMs);
    await watch.untilAgreed(loadBalancer);
    picks.take();
    return {
      'ms until stale': staleMs,
      'picks meanwhile': count,
      '% of requests to the one that fails': share * 100,
      'ms until live': liveMs,
    };
  },
};
