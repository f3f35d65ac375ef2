import { weighted } from '@eservices-lb/sdk';
import { policyCandidates, policyEnvironment, seededRandom } from '@eservices-lb/sdk/testing';
import fc from 'fast-check';
import { aChatServer, aCluster, anEstate, aSnapshot, aWebApiServer } from './an-estate.js';
import type { Estate } from './an-estate.js';

/** Picks among as many instances as there are weights; the DBID of the first is 1. */
function picksOf(weights: readonly number[], times: number, random: () => number = seededRandom(1)): number[] {
  const weight = (dbid: number): number => weights[dbid - 1] ?? 1;
  const picker = weighted().createPicker(policyEnvironment({ random, weight }));
  const candidates = policyCandidates(weights.map((_, index) => index + 1));
  const pool = {};
  return Array.from({ length: times }, () => picker.pick(candidates, pool).dbid);
}

const count = (picks: readonly number[], dbid: number): number => picks.filter((picked) => picked === dbid).length;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const someWeights = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 8 });
const aSeed = fc.integer();

describe('policy weighted', () => {
  it('gives each as many turns in every round as its weight says (property)', () => {
    fc.assert(
      fc.property(someWeights, aSeed, fc.nat(5), (weights, seed, rounds) => {
        const round = sum(weights);
        const picks = picksOf(weights, (rounds + 1) * round, seededRandom(seed)).slice(rounds * round);
        expect(weights.map((_, index) => count(picks, index + 1))).toEqual(weights);
      }),
    );
  });

  it('is never more than one turn off in any stretch as long as a round (property)', () => {
    fc.assert(
      fc.property(someWeights, aSeed, fc.nat(200), (weights, seed, skipped) => {
        const picks = picksOf(weights, skipped + sum(weights), seededRandom(seed)).slice(skipped);
        weights.forEach((weight, index) => {
          expect(Math.abs(count(picks, index + 1) - weight)).toBeLessThanOrEqual(1);
        });
      }),
    );
  });

  it('comes close to the weights in the long run, whatever they are (property)', () => {
    const anyWeights = fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(anyWeights, aSeed, (weights, seed) => {
        const picks = picksOf(weights, 2_000, seededRandom(seed));
        const total = sum(weights);
        weights.forEach((weight, index) => {
          expect(Math.abs(count(picks, index + 1) - (2_000 * weight) / total)).toBeLessThanOrEqual(weights.length);
        });
      }),
    );
  });

  it('spreads the turns of the heaviest instead of bunching them', () => {
    expect(picksOf([5, 1, 1], 7, () => 0)).toEqual([1, 1, 2, 1, 1, 3, 1]);
  });

  it('is plain rotation when all weights are equal', () => {
    expect(picksOf([7, 7, 7], 7, () => 0)).toEqual([1, 2, 3, 1, 2, 3, 1]);
  });

  it('gives nothing to weight 0 (R19, property)', () => {
    fc.assert(
      fc.property(someWeights, aSeed, (weights, seed) => {
        expect(count(picksOf([0, ...weights], 100, seededRandom(seed)), 1)).toBe(0);
      }),
    );
  });

  it('rotates over all when every weight is 0, instead of holding on to one (R1)', () => {
    expect(picksOf([0, 0, 0], 6, () => 0)).toEqual([1, 2, 3, 1, 2, 3]);
  });

  it('begins with each as often as its weight says, not always with the heaviest (R15)', () => {
    const random = seededRandom(9);
    const first = Array.from({ length: 7_000 }, () => picksOf([5, 1, 1], 1, random)[0] ?? 0);

    expect(count(first, 1) / 1_000).toBeCloseTo(5, 0);
    expect(count(first, 2) / 1_000).toBeCloseTo(1, 0);
  });

  it('asks no more than twice for each candidate and pick, whatever the weights (R2, property)', () => {
    const extremes = fc.constantFrom(0, Number.MIN_VALUE, 1e-300, 1, 3, 1e300, Number.MAX_VALUE);
    fc.assert(
      fc.property(fc.array(extremes, { minLength: 1, maxLength: 20 }), (weights) => {
        let looks = 0;
        const candidates = new Proxy(policyCandidates(weights.map((_, index) => index + 1)), {
          get(target, property, receiver): unknown {
            if (typeof property === 'string' && /^\d+$/.test(property)) looks += 1;
            return Reflect.get(target, property, receiver);
          },
        });
        const weight = (dbid: number): number => weights[dbid - 1] ?? 1;
        const picker = weighted().createPicker(policyEnvironment({ weight }));
        const pool = {};
        for (let turn = 0; turn < 40; turn += 1) {
          looks = 0;
          picker.pick(candidates, pool);
          expect(looks).toBeLessThanOrEqual(2 * weights.length);
        }
      }),
    );
  });

  it('gives a newcomer its share at once, and no more to catch up', () => {
    const picker = weighted().createPicker(policyEnvironment());
    const pool = {};
    const [before, after] = [policyCandidates([1, 2]), policyCandidates([1, 2, 3])];
    for (let turn = 0; turn < 1_000; turn += 1) picker.pick(before, pool);

    const picks = Array.from({ length: 30 }, () => picker.pick(after, pool).dbid);

    expect([1, 2, 3].map((dbid) => count(picks, dbid))).toEqual([10, 10, 10]);
  });
});

describe('the weight of a connection', () => {
  const withWeight = (weight: string | undefined): Record<string, string> => (weight === undefined ? {} : { weight });
  const weights = (...values: readonly (string | undefined)[]) =>
    aWebApiServer([], {
      connections: values.map((weight, index) => ({
        application: `ChatServer_${index + 1}`,
        parameters: withWeight(weight),
      })),
    });
  const estateOf = (...values: readonly (string | undefined)[]): Promise<Estate> =>
    anEstate(aSnapshot([weights(...values), aChatServer(1), aChatServer(2)]), { policy: weighted() });
  const request = { tenant: 'Environment', type: 'ChatServer' };
  const selected = ({ loadBalancer }: Estate, times: number): Map<string, number> => {
    const tally = new Map<string, number>();
    for (let turn = 0; turn < times; turn += 1) {
      const { application } = loadBalancer.select(request);
      tally.set(application, (tally.get(application) ?? 0) + 1);
    }
    return tally;
  };

  it('gives an instance its share', async () => {
    await using estate = await estateOf('3', undefined);

    expect(Object.fromEntries(selected(estate, 40))).toEqual({ ChatServer_1: 30, ChatServer_2: 10 });
  });

  it('takes effect when the configuration changes', async () => {
    await using estate = await estateOf('3', '1');
    selected(estate, 5);

    await estate.configure(weights('1', '4'));

    expect(Object.fromEntries(selected(estate, 50))).toEqual({ ChatServer_1: 10, ChatServer_2: 40 });
  });

  it('is taken from the cluster where the member has none of its own (LB-11)', async () => {
    const cluster = aCluster('ChatCluster', [], {
      connections: [
        { application: 'ChatServer_1', parameters: {} },
        { application: 'ChatServer_2', parameters: { weight: '1' } },
      ],
    });
    const webApiServer = aWebApiServer([], {
      connections: [{ application: 'ChatCluster', parameters: { weight: '3' } }],
    });
    await using estate = await anEstate(aSnapshot([webApiServer, cluster, aChatServer(1), aChatServer(2)]), {
      policy: weighted(),
    });

    expect(Object.fromEntries(selected(estate, 40))).toEqual({ ChatServer_1: 30, ChatServer_2: 10 });
  });

  it('of 0 takes an instance out of new work, says so, and leaves its alias alive (R19)', async () => {
    await using estate = await estateOf('1', '1');
    const { alias } = estate.loadBalancer.select({ ...request, exclude: ['ChatServer_2'] });

    await estate.configure(weights('0', '1'));

    expect([...selected(estate, 10).keys()]).toEqual(['ChatServer_2']);
    expect(estate.loadBalancer.resolve(alias, request)).toMatchObject({
      application: 'ChatServer_1',
      state: 'draining',
    });
    expect(estate.loadBalancer.explain(request)[0]?.reason).toBe('of weight 0 on its connection, taking nothing new');
    await estate.configure(weights('0', '0'));
    expect(() => estate.loadBalancer.select(request)).toThrow(expect.objectContaining({ code: 'ALL_DRAINING' }));
  });

  it('of 0 does not keep an alias alive whose instance stopped, nor is it the reason then', async () => {
    await using estate = await estateOf('1', '1');
    const { alias } = estate.loadBalancer.select({ ...request, exclude: ['ChatServer_2'] });

    await estate.configure(weights('0', '1'));
    await estate.report('ChatServer_1', 'stopped');

    expect(() => estate.loadBalancer.resolve(alias, request)).toThrow(
      expect.objectContaining({ code: 'INSTANCE_STOPPED' }),
    );
    expect(estate.loadBalancer.explain(request)[0]?.reason).toBe('stopped');
  });

  it.each(['heavy', '-1', '', 'Infinity'])('that is not a number of 0 or more counts as 1: %p', async (weight) => {
    await using estate = await estateOf(weight, '1');

    expect(Object.fromEntries(selected(estate, 20))).toEqual({ ChatServer_1: 10, ChatServer_2: 10 });
    expect(estate.loadBalancer.explain(request)[0]?.reason).toBe(
      `running, but the weight ${JSON.stringify(weight)} of its connection is not a number of 0 or more and counts as 1`,
    );
  });
});
