import { systemClock } from '@eservices-lb/sdk';
import type { LoadBalancer } from '@eservices-lb/sdk';
import { untilSource } from '../../estate/until-source.js';
import { limitData } from '../../toxics/limit-data.js';
import type { LimitDataOptions } from '../../toxics/limit-data.js';
import type { Fault } from '../fault.js';
import { ProxiedWatch } from './a-proxied-watch.js';

const messageBytes = 200_000;
/** What each of two load balancers draws, and so how long each waits before it connects again: that share of 6 s. */
const draws = [0.1, 0.4] as const;
const longestPauseMs = 6_000;
/** A busy machine sees only so late that the watch has ended, and the pause has begun by then. */
const seenLateMs = 400;

export const watchCutMidMessage: Fault = {
  ...{ row: 'F4', kind: 'proxy' },
  fault: 'a watch that ends in the middle of a message, in order or by a reset',
  condition: 'half a message changes nothing, and load balancers come back apart from each other',
  async play(seed) {
    await using watch = await ProxiedWatch.start({ seed });
    const loadBalancers = [
      await watch.loadBalancer({ random: () => draws[0] }),
      await watch.loadBalancer({ random: () => draws[1] }),
    ] as const;

    const figures: Record<string, number> = {};
    for (const ending of ['close', 'reset'] as const) {
      const backMs = await cut(watch, loadBalancers, ending);
      for (const [index, ms] of backMs.entries()) {
        expect(ms).toBeGreaterThanOrEqual(draws[index]! * longestPauseMs - seenLateMs);
        figures[`ms until back after a ${ending}, drawn ${draws[index]!}`] = ms;
      }
    }
    return figures;
  },
};

/** Ends both watches half way through a long message; the answer is how long each load balancer was without. */
async function cut(
  watch: ProxiedWatch,
  loadBalancers: readonly LoadBalancer[],
  ending: LimitDataOptions['ending'],
): Promise<readonly number[]> {
  const { scs, proxy } = watch;
  const before = loadBalancers.map(viewOf);
  proxy.add(limitData({ bytes: messageBytes / 2, ending }), { toward: 'client', connections: 'present' });
  const application = scs.world.object('application', 'email-3');
  scs.world.put('application', { ...application, annex: { notes: { text: `${ending} `.repeat(messageBytes / 6) } } });

  return Promise.all(
    loadBalancers.map(async (loadBalancer, index) => {
      await untilSource(loadBalancer, 'stale');
      const lostAt = systemClock.now();
      expect(viewOf(loadBalancer)).toEqual(before[index]);
      await untilSource(loadBalancer, 'live');
      const backMs = systemClock.now() - lostAt;
      await watch.untilAgreed(loadBalancer);
      return backMs;
    }),
  );
}

const viewOf = (loadBalancer: LoadBalancer): readonly unknown[] => {
  const { epoch, revision, fingerprint } = loadBalancer.health();
  return [epoch, revision, fingerprint];
};
