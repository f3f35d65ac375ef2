import { adaptive, roundRobin, slowStart } from '@eservices-lb/sdk';
import type { Picker, SlowStartOptions } from '@eservices-lb/sdk';
import { policyCandidates, policyEnvironment, seededRandom } from '@eservices-lb/sdk/testing';
import { aChatServer, anEstate, aSnapshot } from './an-estate.js';
import type { Estate } from './an-estate.js';

/** The part of its share that instance 1 of four gets, when it has been running for so long. */
function partOfShare(elapsedMs: number, options: SlowStartOptions): number {
  const runningForMs = (dbid: number): number => (dbid === 1 ? elapsedMs : Infinity);
  const picker = slowStart(roundRobin(), options).createPicker(policyEnvironment({ runningForMs }));
  const candidates = policyCandidates([1, 2, 3, 4]);
  const pool = {};
  const picks = Array.from({ length: 30_000 }, () => picker.pick(candidates, pool).dbid);
  const own = picks.filter((dbid) => dbid === 1).length;
  return own / ((picks.length - own) / 3);
}

describe('policy slowStart', () => {
  it.each([
    [0, 1, 0.1],
    [5_000, 1, 0.1],
    [15_000, 1, 0.25],
    [30_000, 1, 0.5],
    [60_000, 1, 1],
    [15_000, 2, 0.5],
    [30_000, 0.5, 0.25],
  ])('after %i of 60,000 ms at aggression %d gives %d of the share', (elapsedMs, aggression, expected) => {
    expect(partOfShare(elapsedMs, { windowMs: 60_000, aggression })).toBeCloseTo(expected, 1.6);
  });

  it('behaves as the policy inside when all are starting', () => {
    const picksOf = (picker: Picker): number[] => {
      const candidates = policyCandidates([1, 2, 3]);
      const pool = {};
      return Array.from({ length: 9 }, () => picker.pick(candidates, pool).dbid);
    };
    const environment = () => policyEnvironment({ random: seededRandom(4), runningForMs: (dbid) => dbid });

    const picks = picksOf(slowStart(roundRobin(), { windowMs: 1_000 }).createPicker(environment()));

    expect(picks).toEqual(picksOf(roundRobin().createPicker(environment())));
  });

  it('asks the policy inside at most eight times, so that one steady instance is not left to bear everything', () => {
    let picks = 0;
    const candidates = policyCandidates([1, 2]);
    const stubborn = {
      name: 'stubborn',
      createPicker: () => ({
        pick() {
          picks += 1;
          return candidates[0];
        },
      }),
    };
    const runningForMs = (dbid: number): number => (dbid === 1 ? 0 : Infinity);
    const policy = slowStart(stubborn, { windowMs: 1_000 });
    const picker = policy.createPicker(policyEnvironment({ random: () => 0.99, runningForMs }));

    expect(picker.pick(candidates, {}).dbid).toBe(1);
    expect(picks).toBe(8);
  });

  it.each<[string, SlowStartOptions]>([
    ['slowStart.windowMs', { windowMs: 0 }],
    ['slowStart.windowMs', { windowMs: Infinity }],
    ['slowStart.aggression', { windowMs: 1, aggression: 0 }],
    ['slowStart.aggression', { windowMs: 1, aggression: 'fast' as never }],
  ])('refuses an option %s that makes no sense', (option, options) => {
    expect(() => slowStart(roundRobin(), options)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION', option }));
  });
});

describe('slow start in an estate', () => {
  const request = { tenant: 'Environment', type: 'ChatServer' };
  const windowMs = 10_000;
  const estateOf = (numbers: readonly number[]): Promise<Estate> =>
    anEstate(aSnapshot(numbers.map((number) => aChatServer(number))), {
      policy: slowStart(adaptive(), { windowMs }),
      random: seededRandom(5),
    });
  const share = ({ loadBalancer }: Estate, application: string): number => {
    const picks = Array.from({ length: 4_000 }, () => loadBalancer.select(request).application);
    return picks.filter((picked) => picked === application).length / picks.length;
  };

  it('does not ramp what ran already at the first view: a process start is no start of the servers', async () => {
    await using estate = await estateOf([1, 2]);

    expect(share(estate, 'ChatServer_1')).toBeCloseTo(0.5, 2);
  });

  it('ramps an instance that was stopped and runs again, until the window has passed', async () => {
    await using estate = await estateOf([1, 2]);
    await estate.report('ChatServer_1', 'stopped');

    await estate.report('ChatServer_1', 'running');

    expect(share(estate, 'ChatServer_1')).toBeCloseTo(0.1 / 1.1, 1.5);
    estate.clock.advance(windowMs / 2);
    expect(share(estate, 'ChatServer_1')).toBeCloseTo(0.5 / 1.5, 1.5);
    estate.clock.advance(windowMs / 2);
    expect(share(estate, 'ChatServer_1')).toBeCloseTo(0.5, 2);
  });

  it('does not begin again when the same status is repeated, or only the mode or the load changes', async () => {
    await using estate = await estateOf([1, 2]);
    await estate.report('ChatServer_1', 'stopped');
    await estate.report('ChatServer_1', 'running');
    estate.clock.advance(windowMs);

    await estate.report('ChatServer_1', 'running', { load: 3 });
    await estate.report('ChatServer_1', 'running', { mode: 'backup' });
    await estate.report('ChatServer_1', 'running', { mode: 'primary' });

    expect(share(estate, 'ChatServer_1')).toBeCloseTo(0.5, 2);
  });

  it('ramps an instance that the first view showed stopped, or not at all', async () => {
    const applications = [aChatServer(1), aChatServer(2), aChatServer(3)];
    const { statuses, ...snapshot } = aSnapshot(applications);
    const known = statuses.filter(({ application }) => application !== 'ChatServer_1');
    await using estate = await anEstate(
      { ...snapshot, statuses: known },
      { policy: slowStart(adaptive(), { windowMs }), random: seededRandom(6) },
    );

    await estate.report('ChatServer_1', 'running');

    expect(share(estate, 'ChatServer_1')).toBeCloseTo(0.1 / 2.1, 1.5);
  });
});
