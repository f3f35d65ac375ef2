import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { systemClock } from '@eservices-lb/sdk';
import { eventually } from '../../estate/eventually.js';
import { untilSource } from '../../estate/until-source.js';
import type { Fault } from '../fault.js';
import { isLong } from '../is-long.js';
import { SteadyPicks } from '../steady-picks.js';
import { ControlServerProcess, emailServers, request } from './a-control-server-process.js';
import { returnLimitMs, staleLimitMs } from '../control-server-limits.js';

/** The real ones, or shorter ones: above the heartbeat of the control server, which is 3 s. */
const limits = isLong ? {} : { silenceLimitMs: 4_000, connectLimitMs: 1_000 };
const stopMs = 5 * 60_000;
/** So many attempts to connect hang before it goes on. */
const attempts = 3;

export const stoppedControlServer: Fault = {
  ...{ row: 'F2', kind: 'processes' },
  fault: 'a control server that is stopped (SIGSTOP) and goes on later',
  condition: 'it is taken for lost within 30 s, picks go on, and no socket is left over',
  async play(seed) {
    await using server = await ControlServerProcess.start(emailServers(3));
    const others = ownSockets();
    await using loadBalancer = await server.loadBalancer(seed, limits);
    using picks = new SteadyPicks(loadBalancer, request);
    await socketsAreAtMost(others + 1, 'one watch of this process', ownSockets);
    const before = socketsOf(server.pid);

    server.signal('SIGSTOP');
    const stoppedAt = systemClock.now();
    await untilSource(loadBalancer, 'stale', { withinMs: staleLimitMs });
    const staleMs = systemClock.now() - stoppedAt;
    await eventually(
      'attempts that hang, and the time to go on',
      () => (loadBalancer.health().counts.losses > attempts && (!isLong || hasStopped(stoppedAt))) || undefined,
      { withinMs: 2 * stopMs },
    );
    await socketsAreAtMost(others, 'a moment without a socket, between two attempts', ownSockets);

    server.signal('SIGCONT');
    const continuedAt = systemClock.now();
    await untilSource(loadBalancer, 'live', { withinMs: 2 * returnLimitMs });
    const liveMs = systemClock.now() - continuedAt;
    expect(liveMs).toBeLessThanOrEqual(returnLimitMs);
    await socketsAreAtMost(others + 1, 'one watch of this process', ownSockets);
    await socketsAreAtMost(before, 'no more sockets of the control server than before', () => socketsOf(server.pid));
    await server.untilAgreed(loadBalancer, seed);
    return {
      'ms until stale': staleMs,
      'attempts that hung': loadBalancer.health().counts.losses - 1,
      'ms until live': liveMs,
      'picks, none failed': picks.take().picks,
    };
  },
};

const hasStopped = (since: number): boolean => systemClock.now() - since >= stopMs;

const ownSockets = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;

/** The sockets of another process, as Linux tells; elsewhere there is nobody to ask, and it is always the same. */
function socketsOf(pid: number): number {
  const directory = `/proc/${pid}/fd`;
  if (!existsSync(directory)) return 0;
  const links = readdirSync(directory).map((name) => {
    try {
      return readlinkSync(`${directory}/${name}`);
    } catch {
      return ''; // Closed in between.
    }
  });
  return links.filter((link) => link.startsWith('socket:')).length;
}

const socketsAreAtMost = (count: number, awaited: string, ask: () => number): Promise<true> =>
  eventually(awaited, () => (ask() <= count ? true : undefined));
