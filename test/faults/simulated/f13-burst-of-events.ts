import { setImmediate } from 'node:timers/promises';
import { createLoadBalancer, roundRobin } from '@eservices-lb/sdk';
import type { DirectoryEvent, SelectionPolicy, Service } from '@eservices-lb/sdk';
import { ManualClock } from '@eservices-lb/sdk/testing';
import * as scopeModule from '../../../packages/sdk/src/core/configuration/scope.js';
import * as poolModule from '../../../packages/sdk/src/core/pool/pool.js';
import { aChatServer, aliasKey, anEmailServer, aSnapshot, status } from '../../sdk/an-estate.js';
import type { Fault } from '../fault.js';
import { drawsOf } from './draws-of.js';

/** One seed in ten plays the whole burst, the others a tenth of it: 10,000 events cost 50 ms of real time. */
const eventsOf = (seed: number): number => (seed % 10 === 1 ? 10_000 : 1_000);
/** The SDK gives others their turn when this has passed. */
const turnMs = 5;
const request = { tenant: 'Environment', type: 'ChatServer' };
const statuses = ['running', 'running', 'stopped', 'service-unavailable'] as const;

export const burstOfEvents: Fault = {
  row: 'F13',
  kind: 'simulated',
  fault: 'a burst of 10,000 status events within a second',
  condition:
    'at most one rebuild a turn, others have their turn every 5 ms, each pick from the state of its moment, no stale',
  async play(seed) {
    const draws = drawsOf(seed);
    const clock = new ManualClock();
    const eventCount = eventsOf(seed);
    const eventMs = 0.02 + draws.random() * 0.08;
    const servers = Array.from({ length: draws.integer(2, 60) }, (_, index) =>
      draws.isTrue(0.8) ? aChatServer(index + 1) : anEmailServer(index + 1),
    );
    const isRunning = new Map(servers.map(({ name }) => [name, true]));
    let [revision, begin] = [1, (): void => undefined];
    const begun = new Promise<void>((resolve) => (begin = resolve));
    async function* events(): AsyncGenerator<DirectoryEvent> {
      yield { type: 'snapshot', snapshot: aSnapshot(servers) };
      await begun;
      for (let count = 0; count < eventCount; count += 1) {
        clock.advance(eventMs);
        const { name } = draws.oneOf(servers);
        const value = draws.oneOf(statuses);
        isRunning.set(name, value === 'running');
        revision += 1;
        yield { type: 'status', change: { epoch: 1, revision, ...status(name, value) } };
      }
    }
    let candidates: readonly Service[] = [];
    await using loadBalancer = createLoadBalancer({
      ...{ application: 'WebAPIServer_1', aliasKeys: [aliasKey], clock, random: draws.random },
      source: { kind: 'live', events },
      policy: watching(roundRobin(), (given) => (candidates = given)),
    });
    await loadBalancer.ready();

    /** What was applied when somebody else has a turn is what the source has said. */
    const pick = (): void => {
      const expected = servers.filter(({ name, type }) => type === 'ChatServer' && isRunning.get(name) === true);
      candidates = [];
      if (expected.length > 0) loadBalancer.select(request);
      else expect(() => loadBalancer.select(request)).toThrow(/./);
      if (candidates.map(({ application }) => application).join() !== expected.map(({ name }) => name).join())
        throw new Error(`At revision ${revision} ${candidates.length} are picked from, and ${expected.length} run.`);
      const { source, revision: known } = loadBalancer.health();
      if (source !== 'live' || known !== revision) throw new Error(`It is ${source} at ${known}, not ${revision}.`);
    };
    let [turns, longestMs, lastTurnAt] = [0, 0, clock.now()];
    pick();
    const fills = jest.spyOn(poolModule, 'selectableServices');
    const scopes = jest.spyOn(scopeModule, 'nextScope');
    try {
      begin();
      while (revision < eventCount + 1) {
        await setImmediate();
        longestMs = Math.max(longestMs, clock.now() - lastTurnAt);
        lastTurnAt = clock.now();
        turns += 1;
        pick();
      }
      expect(fills.mock.calls.length).toBeLessThanOrEqual(turns);
      expect(scopes).not.toHaveBeenCalled();
      expect(longestMs).toBeLessThanOrEqual(turnMs + eventMs + 0.001);
      return { 'turns of others': turns, rebuilds: fills.mock.calls.length, 'ms between two turns': longestMs };
    } finally {
      for (const spy of [fills, scopes]) spy.mockRestore();
    }
  },
};

/** The policy, telling what each pick is made from. */
const watching = (policy: SelectionPolicy, onPick: (candidates: readonly Service[]) => void): SelectionPolicy => ({
  name: policy.name,
  createPicker(environment) {
    const picker = policy.createPicker(environment);
    return {
      pick(candidates, pool, key) {
        onPick(candidates);
        return picker.pick(candidates, pool, key);
      },
    };
  },
});
