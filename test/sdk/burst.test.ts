import { createLoadBalancer } from '@eservices-lb/sdk';
import { setImmediate } from 'node:timers/promises';
import { aControlServer, message } from './a-control-server.js';
import { aChatServer, aliasKey, aSnapshot, status } from './an-estate.js';

const applications = Array.from({ length: 100 }, (_, index) => aChatServer(index + 1));
const eventCount = 10_000;

/** Every application goes up and down; in the end the even ones run. */
const burst = Array.from({ length: eventCount }, (_, index) => {
  const isLast = index >= eventCount - applications.length;
  const number = (index % applications.length) + 1;
  const value = (isLast ? number % 2 === 0 : index % 3 === 0) ? 'running' : 'stopped';
  return message('status', { epoch: 1, revision: index + 2, ...status(`ChatServer_${number}`, value) });
}).join('');

describe('a burst of 10,000 status events', () => {
  it('leaves others their turn, raises no stale, and ends in the right state (F13, R39)', async () => {
    await using server = await aControlServer((subscription) => subscription.say('snapshot', aSnapshot(applications)));
    await using loadBalancer = createLoadBalancer({
      ...{ application: 'WebAPIServer_1', scs: [server.url], aliasKeys: [aliasKey], silenceLimitMs: 500 },
      onWarning: () => undefined,
    });
    await loadBalancer.ready();
    const sources = new Set<string>();
    const burstEnd = new AbortController();
    loadBalancer.subscribe(({ revision }) => {
      if (revision % 1_000 === 0) sources.add(loadBalancer.health().source);
      if (revision !== eventCount + 1) return;
      burstEnd.abort();
    });

    (await server.subscription(0)).write(burst);
    let turnsOfOthers = 0;
    for (; !burstEnd.signal.aborted; turnsOfOthers += 1) await setImmediate();

    const running = loadBalancer.explain({ tenant: 'Environment', type: 'ChatServer' }).filter((one) => one.selectable);
    expect(running).toHaveLength(50);
    expect(sources).toEqual(new Set(['live']));
    expect(turnsOfOthers).toBeGreaterThan(5);
  });
});
