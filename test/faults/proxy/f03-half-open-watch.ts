import { systemClock } from '@eservices-lb/sdk';
import { untilSource } from '../../estate/until-source.js';
import { timeout } from '../../toxics/timeout.js';
import type { Fault } from '../fault.js';
import { SteadyPicks } from '../steady-picks.js';
import { ProxiedWatch, request } from './a-proxied-watch.js';
import { replacementLimitMs } from './watch-limits.js';

export const halfOpenWatch: Fault = {
  ...{ row: 'F3', kind: 'proxy' },
  fault: 'a watch that is open and dead, without a reset',
  condition: 'it is replaced within 30 s, and what was missed is known',
  async play(seed) {
    await using watch = await ProxiedWatch.start({ seed });
    const loadBalancer = await watch.loadBalancer();
    using picks = new SteadyPicks(loadBalancer, request);
    const begunAt = systemClock.now();

    watch.proxy.add(timeout(), { connections: 'present' });
    watch.change();
    await untilSource(loadBalancer, 'stale', { withinMs: replacementLimitMs });
    const staleMs = systemClock.now() - begunAt;
    await untilSource(loadBalancer, 'live', { withinMs: replacementLimitMs });
    const replacedMs = systemClock.now() - begunAt;

    expect(replacedMs).toBeLessThanOrEqual(replacementLimitMs);
    expect(watch.proxy.accepted).toBeGreaterThanOrEqual(2);
    await watch.untilAgreed(loadBalancer);
    return { 'ms until stale': staleMs, 'ms until replaced': replacedMs, 'picks meanwhile': picks.take().picks };
  },
};
