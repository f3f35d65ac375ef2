import { systemClock } from '@eservices-lb/sdk';
import { eventually } from '../../estate/eventually.js';
import { timeout } from '../../toxics/timeout.js';
import { ToxicProxy } from '../../toxics/toxic-proxy.js';
import type { Fault, Figures } from '../fault.js';
import { ProxiedWatch, request } from './a-proxied-watch.js';
import { anInstance } from './an-instance.js';
import { watchLimits } from './watch-limits.js';

const requests = 60;
const attemptTimeout = 1_000;
/** Of both steps together: connecting and subscribing (R6). */
const deadlineMs = 20_000;

export const acceptsAndHangs: Fault = {
  ...{ row: 'F21', kind: 'proxy' },
  fault: 'a control server, and an instance, that accept a connection and say nothing',
  condition: 'the next address is tried in time; the instance has failed, and gets no more',
  async play(seed) {
    return { ...(await hangingControlServer(seed)), ...(await hangingInstance(seed)) };
  },
};

async function hangingControlServer(seed: number): Promise<Figures> {
  await using watch = await ProxiedWatch.start({ seed });
  const heal = watch.proxy.add(timeout(), { toward: 'client' });
  const begunAt = systemClock.now();

  const loadBalancer = await watch.loadBalancer({ scs: [watch.proxy.url, watch.scs.url] });
  const readyMs = systemClock.now() - begunAt;

  expect(watch.proxy.accepted).toBe(1);
  expect(readyMs).toBeGreaterThanOrEqual(watchLimits.connectLimitMs - 5);
  expect(readyMs).toBeLessThanOrEqual(deadlineMs);
  await watch.untilAgreed(loadBalancer);
  // Who still held on to that connection would have a second watch now.
  await heal();
  await eventually('the end of the connection that hung', () => (watch.proxy.open === 0 ? true : undefined));
  return { 'ms until ready, by the other control server': readyMs };
}

async function hangingInstance(seed: number): Promise<Figures> {
  await using one = await anInstance();
  await using two = await anInstance();
  await using three = await anInstance();
  await using way = await ToxicProxy.start(two.port);
  way.add(timeout(), { toward: 'client' });
  await using watch = await ProxiedWatch.start({ seed, ports: [one.port, way.port, three.port] });
  const loadBalancer = await watch.loadBalancer();
  const client = loadBalancer.http(request);

  const longest: number[] = [];
  for (let count = 0; count < requests; count += 1) {
    const from = systemClock.now();
    const { status } = await client.get<unknown>('/', { attemptTimeout });
    expect(status).toBe(200);
    longest.push(systemClock.now() - from);
  }

  expect(way.accepted).toBeGreaterThan(0);
  // A fair share would be a third.
  expect(two.received).toBeLessThanOrEqual(requests / 20);
  return {
    'requests that the hanging instance got, of 60': two.received,
    'ms a request, longest': Math.max(...longest),
  };
}
