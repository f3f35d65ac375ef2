import type { LoadBalancer } from '@eservices-lb/sdk';
import axios from 'axios';
import { eventually } from '../../estate/eventually.js';
import { hastenedClock } from '../../estate/hastened-clock.js';
import type { Fault } from '../fault.js';
import { InstancesEstate } from './instances-estate.js';
import { serviceOf } from './service-of.js';

const request = { tenant: 'Experiments', type: 'EmailServer' };
const hung = 'Answering_2';
const requests = 200;
const fairShare = requests / 4;
/** The web node lives three times faster than we do: its 30 s are 10 of ours, and requests are sent before it forgets. */
const times = 3;
/** So long is a failure remembered, and so much later may a busy machine see that it is not. */
const [recoveryLimitMs, seenLateMs] = [30_000, 3_000];

export const instanceSuspended: Fault = {
  row: 'F19',
  kind: 'processes',
  fault: 'the process that serves requests is suspended, while its application goes on being RUNNING',
  condition: 'its share is below 5 % of the fair one after three time-outs at most, and fair 30 s after it goes on',
  async play() {
    const instances = await InstancesEstate.get();
    const clock = hastenedClock(times);
    await using loadBalancer = await instances.loadBalancer({ clock, silenceLimitMs: 10_000 * times });
    const worker = (await axios.get<{ pid: number }>(instances.urlOf(hung))).data.pid;
    expect(worker).not.toBe(instances.pidOf(hung));
    let timeouts = 0;
    let share = fairShare;

    process.kill(worker, 'SIGSTOP');
    try {
      while (share > fairShare * 0.05) {
        expect(timeouts).toBeLessThan(3);
        await untilTimeout(loadBalancer);
        timeouts += 1;
        share = await shareOf(loadBalancer);
      }
      expect(loadBalancer.explain(request)).toContainEqual(
        expect.objectContaining({ application: hung, selectable: true }),
      );
      // Whoever has its alias waits in vain to the last, so that nothing has faded when it goes on.
      await untilTimeout(loadBalancer, serviceOf(loadBalancer, request, hung).alias);
    } finally {
      process.kill(worker, 'SIGCONT');
    }

    const at = clock.now();
    const backMs = await eventually(`${hung} to be given out again`, () => {
      const passedMs = clock.now() - at;
      return isGivenOut(loadBalancer) ? passedMs : undefined;
    });
    expect(backMs).toBeLessThanOrEqual(recoveryLimitMs + seenLateMs);
    expect((await shareOf(loadBalancer)) / fairShare).toBeGreaterThan(0.9);
    return { 'time-outs': timeouts, 'of 200 requests': share, 'ms until given out again': backMs };
  },
};

/** A caller who does not repeat its requests waits in vain for one of them. */
async function untilTimeout(loadBalancer: LoadBalancer, alias?: string): Promise<void> {
  for (;;) {
    const signal = AbortSignal.timeout(1_000);
    const end: unknown = await loadBalancer
      .http(request)
      .post('/', {}, { signal, timeout: 0, ...(alias !== undefined && { alias }) })
      .catch((error: unknown) => error);
    if (axios.isAxiosError(end) && end.config?.asked?.at(-1) === hung) return;
  }
}

/** How many of the next requests ask it. */
async function shareOf(loadBalancer: LoadBalancer): Promise<number> {
  let asking = 0;
  for (let sent = 0; sent < requests; sent += 1) {
    const { config } = await loadBalancer
      .http(request)
      .get('/', { timeout: 20_000 * times, attemptTimeout: 2_000 * times });
    if (config.asked?.includes(hung) === true) asking += 1;
  }
  return asking;
}

const isGivenOut = (loadBalancer: LoadBalancer): boolean =>
  Array.from({ length: 8 }, () => loadBalancer.select(request).application).includes(hung);
