import { systemClock } from '@eservices-lb/sdk';
import { eventually } from '../../estate/eventually.js';
import { untilSource } from '../../estate/until-source.js';
import { bandwidth } from '../../toxics/bandwidth.js';
import type { Fault } from '../fault.js';
import { SteadyPicks } from '../steady-picks.js';
import { ProxiedWatch, request } from './a-proxied-watch.js';
import { replacementLimitMs, share } from './watch-limits.js';

const enoughPicks = 10_000;
/** A machine that has others to serve may be as late as that, whatever it was before. */
const allowedMicroseconds = 1_000;

export const tricklingWatch: Fault = {
  ...{ row: 'F5', kind: 'proxy' },
  fault: 'a watch that trickles, a byte a second',
  condition: `a message that takes too long ends it, and picks take no longer (p99: five times as long, or ${allowedMicroseconds / 1_000} ms, at most)`,
  async play(seed) {
    await using watch = await ProxiedWatch.start({ seed });
    const loadBalancer = await watch.loadBalancer();
    using picks = new SteadyPicks(loadBalancer, request);
    let count = 0;
    const before = await eventually('enough picks', () => {
      const figures = picks.take();
      count += figures.picks;
      return count >= enoughPicks ? figures : undefined;
    });
    const begunAt = systemClock.now();

    watch.proxy.add(bandwidth({ bytesPerSecond: 1 / share }), { toward: 'client', connections: 'present' });
    watch.change();
    const { reason } = await untilSource(loadBalancer, 'stale', { withinMs: replacementLimitMs });
    const endedMs = systemClock.now() - begunAt;
    const during = picks.take();

    // Every byte is a sign of life, so it is not the silence that ends it.
    expect(reason).toMatch(/took more than \d+ ms over one message/);
    expect(during.p99).toBeLessThan(Math.max(5 * before.p99, allowedMicroseconds));
    await watch.untilAgreed(loadBalancer);
    return {
      'ms until ended': endedMs,
      'µs a pick before, p99': before.p99,
      'µs a pick meanwhile, p99': during.p99,
    };
  },
};
