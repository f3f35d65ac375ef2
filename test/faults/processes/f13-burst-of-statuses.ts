import { createHmac } from 'node:crypto';
import { systemClock } from '@eservices-lb/sdk';
import type { LoadBalancer } from '@eservices-lb/sdk';
import { z } from 'zod';
import { eventually } from '../../estate/eventually.js';
import { EventLoopLag } from '../event-loop-lag.js';
import type { Fault } from '../fault.js';
import { SteadyPicks } from '../steady-picks.js';
import { ControlServerProcess, emailServers, request } from './a-control-server-process.js';
import { ForkedProcess } from './forked-process.js';

const applications = 100;
const reports = 10_000;
const ticks = 100;
const lagLimitMs = 50;

export const burstOfStatuses: Fault = {
  ...{ row: 'F13', kind: 'processes' },
  fault: 'a burst of 10,000 status events, in one second or as fast as the machine sends them',
  condition:
    'the event loop is less than 50 ms late by its own work (p99), nobody is taken for lost, and the last state is right',
  async play(seed) {
    await using server = await ControlServerProcess.start(emailServers(applications, { simulated: false }));
    await using loadBalancer = await server.loadBalancer(seed);
    await using servers = await reportingServers(server);
    await eventually('all of them running', () =>
      loadBalancer.explain(request).every(({ selectable }) => selectable) ? true : undefined,
    );
    const { revision } = loadBalancer.health();
    using picks = new SteadyPicks(loadBalancer, request);
    using lag = new EventLoopLag();
    const begunAt = systemClock.now();

    const burst = servers.message();
    servers.send({ type: 'burst', perTick: reports / ticks });
    const last = eventually(
      'the last report',
      () => loadBalancer.health().revision >= revision + reports || undefined,
      {
        withinMs: 60_000,
      },
    );
    const [sent] = await Promise.all([burst, last]);
    const appliedMs = systemClock.now() - begunAt;
    const { p99, worst, ownP99 } = lag.stop();
    const { sentMs } = z.object({ sentMs: z.number() }).parse(sent);

    // What a machine does that has others to serve is not ours; so this process answers for the time that it was at work.
    expect(ownP99).toBeLessThan(lagLimitMs);
    expect(loadBalancer.health()).toMatchObject({ source: 'live', counts: { losses: 0 } });
    await eventually('the last state of all of them', () => isLastState(loadBalancer) || undefined);
    await server.untilAgreed(loadBalancer, seed);
    return {
      'ms to send': sentMs,
      'ms until all is known': appliedMs,
      'ms late, p99': p99,
      'ms late, p99, by its own work': ownP99,
      'ms late, worst': worst,
      'picks, none failed': picks.take().picks,
    };
  },
};

/** The first one runs, and those with an even number. */
function isLastState(loadBalancer: LoadBalancer): boolean {
  const running = loadBalancer.explain(request).filter(({ selectable }) => selectable);
  const expected = Array.from({ length: applications }, (_, index) => index + 1).filter(
    (number) => number === 1 || number % 2 === 0,
  );
  return running.map(({ application }) => application).join() === expected.map((each) => `email-${each}`).join();
}

/** A process in which all of them are linked, and running. */
async function reportingServers({ url, masterSecret }: ControlServerProcess): Promise<ForkedProcess> {
  const servers = new ForkedProcess('reporting-servers.mjs', [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const linked = servers.message();
  servers.send({
    type: 'link',
    scs: url,
    applications: Array.from({ length: applications }, (_, index) => {
      const application = `email-${index + 1}`;
      return { application, secret: createHmac('sha256', masterSecret).update(application).digest('base64url') };
    }),
  });
  await linked;
  return servers;
}
