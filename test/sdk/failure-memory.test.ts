import { adaptive } from '@eservices-lb/sdk';
import type { Candidates, Service } from '@eservices-lb/sdk';
import { policyEnvironment, seededRandom } from '@eservices-lb/sdk/testing';
import fc from 'fast-check';
import { FailureMemory, isOutcome } from '../../packages/sdk/src/core/failure-memory.js';
import type { Outcome } from '../../packages/sdk/src/core/failure-memory.js';
import { aService } from '../simulation/a-service.js';
import { aChatServer, anEstate, aSnapshot } from './an-estate.js';

const candidatesOf = (dbids: readonly number[]): Candidates =>
  dbids.map((dbid) => aService(dbid, `Server_${dbid}`)) as [Service, ...Service[]];

describe('failure memory', () => {
  let now = 1;
  const aMemory = (): FailureMemory => new FailureMemory(() => now);

  it('counts what is in flight, and forgets it at the end', () => {
    const memory = aMemory();

    const ends = [memory.begin(7), memory.begin(7)];
    expect(memory.score(7)).toBe(2);
    for (const end of ends) end('success');
    expect(memory.score(7)).toBe(0);
    expect(memory.size).toBe(0);
  });

  it('weighs a failure as ten requests and a 4xx as a tenth, fading over 30 s (N3)', () => {
    const memory = aMemory();

    memory.begin(7)('failure');
    memory.begin(8)('refused');
    expect(memory.score(7)).toBe(10);
    expect(memory.score(8)).toBeCloseTo(0.1);
    now += 15_000;
    expect(memory.score(7)).toBeCloseTo(10 * Math.exp(-0.5));
    now += 15_000;
    expect(memory.score(7)).toBeCloseTo(10 * Math.exp(-1));
  });

  it('adds a new failure to what is left of the earlier ones', () => {
    const memory = aMemory();

    memory.report(7, 'failure');
    now += 15_000;
    memory.report(7, 'failure');

    expect(memory.score(7)).toBeCloseTo(10 + 10 * Math.exp(-0.5));
  });

  it('forgets every failure 30 s after the last, however many there were (R24)', () => {
    const memory = aMemory();

    for (let failure = 0; failure < 1_000; failure += 1) memory.report(7, 'failure');
    now += 30_001;

    expect(memory.score(7)).toBe(0);
  });

  it('forgives the failures of an instance that another process serves, and counts on what is in flight', () => {
    const memory = aMemory();
    memory.report(7, 'failure');
    const end = memory.begin(7);

    memory.forgive(7);
    memory.forgive(8);
    expect(memory.score(7)).toBe(1);
    end('success');
    expect(memory.size).toBe(0);
  });

  it('keeps nothing of what it has forgiven', () => {
    const memory = aMemory();

    memory.report(7, 'failure');
    memory.forgive(7);

    expect(memory.size).toBe(0);
  });

  it('keeps nothing of a success that was only reported', () => {
    const memory = aMemory();

    memory.report(7, 'success');

    expect(memory.size).toBe(0);
  });

  it('takes nothing but the name of an outcome for one', () => {
    expect(['success', 'refused', 'failure'].every(isOutcome)).toBe(true);
    expect([['failure'], 'toString', 'FAILURE', undefined].some(isOutcome)).toBe(false);
  });

  it('keeps an instance with requests under way when it forgets those without anything to remember', () => {
    const memory = aMemory();
    memory.begin(7);

    memory.retain(() => true);

    expect(memory.inFlight(7)).toBe(1);
  });

  it('does not take the end of a request from before an instance was forgotten for the end of one after', () => {
    const memory = aMemory();
    const end = memory.begin(7);
    memory.retain(() => false);
    memory.begin(7);

    end('success');

    expect(memory.inFlight(7)).toBe(1);
  });

  it('tells the end of every request to those who listen, and no longer to those who stopped', () => {
    const memory = aMemory();
    const listener = jest.fn();
    const stop = memory.onEnd(listener);

    memory.begin(7)('success');
    stop();
    memory.begin(7)('success');

    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('knows only the live set after 10,000 instances came and went (R9)', () => {
    const memory = aMemory();
    const live = (newest: number) => (dbid: number) => dbid > newest - 3;
    for (let dbid = 1; dbid <= 10_000; dbid += 1) {
      memory.begin(dbid);
      memory.report(dbid, 'failure');
      memory.retain(live(dbid));
    }

    expect(memory.size).toBe(3);
  });

  it('does not bring an instance back that was forgotten while its request was under way (R9)', () => {
    const memory = aMemory();
    const end = memory.begin(7);

    memory.retain(() => false);
    end('failure');

    expect(memory.size).toBe(0);
  });
});

describe('adaptive with the failure memory', () => {
  it.each([1, 2, 3, 4, 5])('never ejects the last of %i candidates, whatever fails (R24)', (count) => {
    const dbids = Array.from({ length: count }, (_, index) => index + 1);
    const outcomes = fc.array(fc.constantFrom<Outcome>('success', 'refused', 'failure'), { maxLength: 50 });
    fc.assert(
      fc.property(outcomes, fc.nat(), (history, seed) => {
        const memory = new FailureMemory(() => 1);
        const picker = adaptive().createPicker(policyEnvironment({ random: seededRandom(seed), score: memory.score }));
        const pool = {};
        for (const outcome of history) {
          const { dbid } = picker.pick(candidatesOf(dbids), pool);
          expect(dbids).toContain(dbid);
          memory.begin(dbid)(outcome);
        }
      }),
    );
  });

  it.each([1, 2, 3, 4, 5])('spreads evenly over %i candidates of which every one fails', (count) => {
    const memory = new FailureMemory(() => 1);
    const picker = adaptive().createPicker(policyEnvironment({ random: seededRandom(1), score: memory.score }));
    const candidates = candidatesOf(Array.from({ length: count }, (_, index) => index + 1));
    const picks = new Map<number, number>();
    const pool = {};
    for (let pick = 0; pick < 1_000 * count; pick += 1) {
      const { dbid } = picker.pick(candidates, pool);
      picks.set(dbid, (picks.get(dbid) ?? 0) + 1);
      memory.begin(dbid)('failure');
    }

    for (const { dbid } of candidates) expect(Math.abs((picks.get(dbid) ?? 0) - 1_000)).toBeLessThanOrEqual(5);
  });

  it('gives the requests of a failing instance to the others in equal parts', () => {
    const memory = new FailureMemory(() => 1);
    memory.report(2, 'failure');
    const picker = adaptive().createPicker(policyEnvironment({ random: seededRandom(1), score: memory.score }));
    const picks = new Map<number, number>();
    const pool = {};
    for (let pick = 0; pick < 9_000; pick += 1) {
      const { dbid } = picker.pick(candidatesOf([1, 2, 3, 4]), pool);
      picks.set(dbid, (picks.get(dbid) ?? 0) + 1);
    }

    expect(picks.has(2)).toBe(false);
    for (const dbid of [1, 3, 4]) expect(Math.abs((picks.get(dbid) ?? 0) - 3_000)).toBeLessThan(150);
  });
});

describe('what a caller reports', () => {
  const request = { tenant: 'Environment', type: 'ChatServer' } as const;
  const threeServers = aSnapshot([aChatServer(1), aChatServer(2), aChatServer(3)]);

  it('keeps new work off the instance that failed, for 30 s at most', async () => {
    await using estate = await anEstate(threeServers);
    const { loadBalancer, clock } = estate;
    const failed = loadBalancer.select(request);
    const picks = (): ReadonlySet<string> =>
      new Set(Array.from({ length: 6 }, () => loadBalancer.select(request).application));

    loadBalancer.report(failed, 'failure');
    expect(picks()).not.toContain(failed.application);
    clock.advance(30_001);
    expect(picks()).toContain(failed.application);
  });

  it('never leaves a request without an instance when the last one failed (R24)', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1)]));
    const only = estate.loadBalancer.select(request);

    estate.loadBalancer.report(only, 'failure');

    expect(estate.loadBalancer.select(request)).toBe(only);
  });

  it('is forgotten with the instance, after its grace period: one that comes back under the same DBID begins anew (R9)', async () => {
    await using estate = await anEstate(threeServers, { gracePeriodMs: 1 });
    const { loadBalancer, clock } = estate;
    const failed = loadBalancer.select(request);
    loadBalancer.report(failed, 'failure');

    await estate.remove(failed.dbid);
    loadBalancer.select(request);
    clock.advance(10);
    await estate.configure(aChatServer(9));
    loadBalancer.select(request);
    loadBalancer.report(failed, 'failure');
    await estate.configure(aChatServer(failed.dbid - 200));
    await estate.report(failed.application, 'running');

    const picks = new Set(Array.from({ length: 6 }, () => loadBalancer.select(request).application));
    expect(picks).toContain(failed.application);
  });

  it.each([undefined, 'broken', '__proto__'])('refuses %j as an outcome', async (outcome) => {
    await using estate = await anEstate(threeServers);
    const service = estate.loadBalancer.select(request);

    expect(() => estate.loadBalancer.report(service, outcome as 'failure')).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION' }),
    );
  });
});
