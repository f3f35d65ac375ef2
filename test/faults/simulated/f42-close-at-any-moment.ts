import { setImmediate } from 'node:timers/promises';
import { createLoadBalancer } from '@eservices-lb/sdk';
import type { DirectoryEvent, LoadBalancer, Service } from '@eservices-lb/sdk';
import { ManualClock } from '@eservices-lb/sdk/testing';
import { reconnecting } from '../../../packages/sdk/src/source/reconnecting.js';
import { failingOnSilence } from '../../../packages/sdk/src/source/silence.js';
import { delay } from '../../../packages/sdk/src/time/delay.js';
import { aChatServer, aliasKey, anEmailServer, aSnapshot, status } from '../../sdk/an-estate.js';
import type { Fault } from '../fault.js';
import { drawsOf } from './draws-of.js';

const chat = { tenant: 'Environment', type: 'ChatServer' };
const email = { tenant: 'Environment', type: 'EmailServer' };
const moments = ['during a connect', 'during an event', 'between two events', 'during the pause after a loss'] as const;
const closed = expect.objectContaining({ code: 'CLOSED' });

export const closeAtAnyMoment: Fault = {
  row: 'F42',
  kind: 'simulated',
  fault: 'close() during a connect, during an event, in the pause after a loss, twice, and then use',
  condition: 'it resolves without the clock moving, nothing waits any more, and every later call says CLOSED',
  async play(seed) {
    const draws = drawsOf(seed);
    const clock = new ManualClock();
    const moment = moments[seed % moments.length]!;
    const closing: Promise<void>[] = [];
    const close = (): void => void closing.push(loadBalancer.close());
    const connect = async function* (_address: number, signal: AbortSignal): AsyncGenerator<DirectoryEvent> {
      await delay(clock, 1_000, signal);
      yield { type: 'snapshot', snapshot: aSnapshot([aChatServer(1), anEmailServer(1)], { statuses: [] }) };
      yield* failingOnSilence(changes(signal), 10_000, clock);
    };
    async function* changes(signal: AbortSignal): AsyncGenerator<DirectoryEvent> {
      for (let revision = 2; ; revision += 1) {
        await delay(clock, moment === 'during the pause after a loss' && revision === 4 ? 60_000 : 3_000, signal);
        yield { type: 'status', change: { epoch: 1, revision, ...status('EmailServer_1', 'running') } };
      }
    }
    const loadBalancer = createLoadBalancer({
      ...{ application: 'WebAPIServer_1', aliasKeys: [aliasKey], clock, random: draws.random },
      source: {
        kind: 'live',
        events: (signal) => reconnecting(connect, { clock, random: draws.random, addressCount: 1 }, signal),
      },
    });
    const waiting = [loadBalancer.ready({ timeoutMs: 60_000 }), loadBalancer.waitFor(chat, { timeoutMs: 600_000 })];
    const outcomes = waiting.map((each) => each.then(String, codeOf));
    let service: Service | undefined;
    await pass(clock, 0);
    if (moment !== 'during a connect') {
      await pass(clock, 1_000);
      await pass(clock, 3_000);
      service = loadBalancer.select(email);
      outcomes.push(loadBalancer.whenDrained('EmailServer_1').then(String, codeOf));
    }
    if (moment === 'during an event') {
      loadBalancer.subscribe(close);
      await pass(clock, 3_000);
    } else if (moment === 'during the pause after a loss') {
      for (let second = 0; second < 30; second += 1)
        if (loadBalancer.health().source === 'live') await pass(clock, 1_000);
      expect(loadBalancer.health().source).toBe('stale');
    } else await pass(clock, draws.integer(0, 900));

    const closedAt = clock.now();
    for (let times = draws.integer(1, 3); times > 0; times -= 1) close();
    await Promise.all(closing);
    await pass(clock, 0);

    expect(clock.now()).toBe(closedAt);
    expect(clock.pending).toBe(0);
    const isReady = moment !== 'during a connect';
    expect(await Promise.all(outcomes)).toEqual([
      isReady ? 'undefined' : 'CLOSED',
      ...outcomes.slice(1).map(() => 'CLOSED'),
    ]);
    await expectEveryCallRefused(loadBalancer, service?.alias ?? 'any');
    await loadBalancer.close();
    return { 'times closed': closing.length + 1 };
  },
};

const codeOf = (error: unknown): string => (error as { readonly code: string }).code;

/** The SDK may give others their turn once before it takes up what is due, and once after. */
async function pass(clock: ManualClock, ms: number): Promise<void> {
  clock.advance(ms);
  for (let turn = 0; turn < 3; turn += 1) await setImmediate();
}

async function expectEveryCallRefused(loadBalancer: LoadBalancer, alias: string): Promise<void> {
  expect(() => loadBalancer.select(chat)).toThrow(closed);
  expect(() => loadBalancer.resolve(alias, chat)).toThrow(closed);
  expect(() => loadBalancer.explain(chat)).toThrow(closed);
  expect(() => loadBalancer.getServiceInfo('ChatServer', 'Environment')).toThrow(closed);
  const later = [
    loadBalancer.ready(),
    loadBalancer.waitFor(chat, { timeoutMs: 1_000 }),
    loadBalancer.whenDrained('ChatServer_1'),
    loadBalancer.http(chat).get('/'),
  ];
  for (const each of later) await expect(each).rejects.toEqual(closed);
}
