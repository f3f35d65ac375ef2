import { systemClock } from '@eservices-lb/sdk';
import { seededRandom } from '@eservices-lb/sdk/testing';
import { eventually } from '../../estate/eventually.js';
import { latency } from '../../toxics/latency.js';
import type { Fault } from '../fault.js';
import { ProxiedWatch } from './a-proxied-watch.js';
import { share, watchLimits } from './watch-limits.js';

const latencyMs = 2_000 * share;
const jitterMs = 1_000 * share;
const changes = 40;
/** So that all of it takes four times as long as a control server may be silent. */
const betweenMs = watchLimits.silenceLimitMs / 10;

export const lateWatch: Fault = {
  ...{ row: 'F6', kind: 'proxy' },
  fault: 'a watch on which everything is 2 s late, give or take 1 s',
  condition: 'every change is known once and in order, and nobody is taken for lost',
  async play(seed) {
    await using watch = await ProxiedWatch.start({ seed });
    watch.proxy.add(latency({ latencyMs, jitterMs, random: seededRandom(seed) }), { toward: 'client' });
    const loadBalancer = await watch.loadBalancer();
    const heard: { readonly load: number | undefined; readonly at: number }[] = [];
    loadBalancer.subscribe(({ statuses }) => {
      heard.push({ load: statuses.get('email-1')?.load, at: systemClock.now() });
    });

    const said: number[] = [];
    for (let load = 1; load <= changes; load += 1) {
      said.push(systemClock.now());
      watch.scs.world.report('email-1', 'running', { load });
      await new Promise<void>((resolve) => systemClock.after(betweenMs, resolve, { keepAlive: true }));
    }
    await eventually('the last change', () => heard.at(-1)?.load === changes || undefined);

    expect(heard.map(({ load }) => load)).toEqual(said.map((_, index) => index + 1));
    expect(loadBalancer.health()).toMatchObject({ source: 'live', counts: { losses: 0 } });
    expect(watch.proxy.accepted).toBe(1);
    const late = heard.map(({ at }, index) => at - said[index]!).sort((a, b) => a - b);
    expect(late[0]).toBeGreaterThanOrEqual(latencyMs - jitterMs - 5);
    await watch.untilAgreed(loadBalancer);
    return { 'ms late, median': late[changes / 2]!, 'ms late, most': late.at(-1)! };
  },
};
