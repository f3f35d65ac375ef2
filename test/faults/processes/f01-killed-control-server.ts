import { systemClock } from '@eservices-lb/sdk';
import { untilSource } from '../../estate/until-source.js';
import type { Fault } from '../fault.js';
import { isLong } from '../is-long.js';
import { SteadyPicks } from '../steady-picks.js';
import { ControlServerProcess, emailServers, request } from './a-control-server-process.js';
import { returnLimitMs, staleLimitMs } from '../control-server-limits.js';

const outageMs = isLong ? 60_000 : 1_000;

export const killedControlServer: Fault = {
  ...{ row: 'F1', kind: 'processes' },
  fault: 'a control server that is killed, and started again',
  condition: 'picks go on without an error from the last view, which is live again within 5 s and the jitter',
  async play(seed) {
    await using server = await ControlServerProcess.start(emailServers(3));
    await using loadBalancer = await server.loadBalancer(seed);
    const { epoch } = loadBalancer.health();
    using picks = new SteadyPicks(loadBalancer, request);

    server.signal('SIGKILL');
    const killedAt = systemClock.now();
    await untilSource(loadBalancer, 'stale', { withinMs: staleLimitMs });
    const staleMs = systemClock.now() - killedAt;
    await new Promise<void>((resolve) => systemClock.after(outageMs, resolve, { keepAlive: true }));
    expect(loadBalancer.health().source).toBe('stale');

    await server.restart();
    const returnedAt = systemClock.now();
    await untilSource(loadBalancer, 'live', { withinMs: 2 * returnLimitMs });
    const liveMs = systemClock.now() - returnedAt;
    expect(liveMs).toBeLessThanOrEqual(returnLimitMs);
    await server.order('email-2', 'disable');
    await server.untilAgreed(loadBalancer, seed);
    expect(loadBalancer.health().epoch).toBeGreaterThan(epoch);
    return { 'ms until stale': staleMs, 'ms until live': liveMs, 'picks, none failed': picks.take().picks };
  },
};
