import { systemClock } from '@eservices-lb/sdk';
import type { LoadBalancer } from '@eservices-lb/sdk';
import { z } from 'zod';
import { eventually } from '../../estate/eventually.js';
import { startPair } from '../../estate/start-pair.js';
import type { Pair, PairMember } from '../../estate/start-pair.js';
import type { Fault } from '../fault.js';
import { SteadyPicks } from '../steady-picks.js';
import { aLoadBalancer, emailServers, request } from './a-control-server-process.js';

const switchLimitMs = 10_000;
/** One that stands still is lost only when it has been silent for long enough, to its backup and to load balancers. */
const stillLimitMs = 30_000;

export const pairOfControlServers: Fault = {
  ...{ row: 'F45', kind: 'processes' },
  fault: 'a pair of control servers, one of which stands still, and later the other one is killed',
  condition: 'who has the higher epoch is followed, within 10 s of a kill, and nothing is applied twice',
  async play(seed) {
    await using pair = await startPair(emailServers(3));
    const { urls, token } = pair.ready;
    await using loadBalancer = await aLoadBalancer({ scs: urls.scs, token }, seed);
    using picks = new SteadyPicks(loadBalancer, request);
    const applied: (readonly [epoch: number, revision: number])[] = [];
    loadBalancer.subscribe(({ epoch, revision }) => applied.push([epoch, revision]));
    const first = loadBalancer.health().epoch;

    const stillMs = await switched(loadBalancer, stillLimitMs, () => pair.primary.kill('SIGSTOP'));
    const second = loadBalancer.health().epoch;
    pair.primary.kill('SIGCONT');
    await isInStep(pair, 0);
    await changeAt(pair, 1, loadBalancer, '8.1.5');
    expect(loadBalancer.health().epoch).toBe(second);

    const killedMs = await switched(loadBalancer, switchLimitMs, () => process.kill(pair.backupPid, 'SIGKILL'));
    await changeAt(pair, 0, loadBalancer, '8.1.6');

    const epochs = [first, second, loadBalancer.health().epoch];
    expect(epochs).toEqual([...new Set(epochs)].sort((a, b) => a - b));
    expect(applied).toEqual(onceAndInOrder(applied));
    await using fresh = await aLoadBalancer({ scs: urls.scs, token }, seed);
    expect(loadBalancer.health().fingerprint).toBe(fresh.health().fingerprint);
    return {
      'ms until switched, primary stands still': stillMs,
      'ms until switched, primary killed': killedMs,
      'picks, none failed': picks.take().picks,
    };
  },
};

/** How long it takes, from the blow on, until the other one is followed: with a higher epoch. */
async function switched(loadBalancer: LoadBalancer, limitMs: number, strike: () => void): Promise<number> {
  const before = loadBalancer.health().epoch;
  const struckAt = systemClock.now();
  strike();
  await eventually(
    'the other control server to be followed',
    () => {
      const { source, epoch } = loadBalancer.health();
      return (source === 'live' && epoch > before) || undefined;
    },
    { withinMs: 2 * limitMs },
  );
  const tookMs = systemClock.now() - struckAt;
  expect(tookMs).toBeLessThanOrEqual(limitMs);
  return tookMs;
}

/** Resolves when this one follows the other one, and has everything. */
async function isInStep(pair: Pair, member: PairMember): Promise<void> {
  const follower = z.object({ role: z.literal('backup'), isInStep: z.literal(true) });
  await eventually('the pair to be in step', async () =>
    follower.safeParse(await pair.healthOf(member)).success ? true : undefined,
  );
}

/** A change of the configuration, and its arrival. */
async function changeAt(pair: Pair, member: PairMember, loadBalancer: LoadBalancer, version: string): Promise<void> {
  expect((await pair.api(member, 'patch', '/applications/email-1', { version })).status).toBe(200);
  await eventually('the change', () => {
    const application = loadBalancer.configuration.application('email-1');
    return application?.version === version || undefined;
  });
}

const onceAndInOrder = <T extends readonly [epoch: number, revision: number]>(versions: readonly T[]): T[] => {
  const keyed = new Map(versions.map((version) => [version.join('.'), version]));
  return [...keyed.values()].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
};
