import { adaptive, preferLocal, random, rendezvous, roundRobin, slowStart, weighted } from '@eservices-lb/sdk';
import type { Candidates, Picker, SelectionPolicy } from '@eservices-lb/sdk';
import { describePolicy, policyCandidates, policyEnvironment } from '@eservices-lb/sdk/testing';
import fc from 'fast-check';

const someDbids = fc
  .uniqueArray(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 20 })
  .map((dbids) => dbids.sort((a, b) => a - b));
const aRandom = fc
  .infiniteStream(fc.double({ min: 0, max: 0.999_999, noNaN: true }))
  .map((stream) => () => stream.next().value as number);

const picksOf = (picker: Picker, candidates: Candidates, { pool, times }: { pool: object; times: number }): number[] =>
  Array.from({ length: times }, () => picker.pick(candidates, pool).dbid);

/** What holds of every policy in which each has its turn. */
function describeRotation(policy: () => SelectionPolicy): void {
  describe(`the rotation of policy ${policy().name}`, () => {
    it('reaches every candidate within one round when all scores are equal (R1, property)', () => {
      fc.assert(
        fc.property(someDbids, aRandom, fc.constantFrom(0, 10), (dbids, random, score) => {
          const picker = policy().createPicker(policyEnvironment({ random, score: () => score }));
          const picks = picksOf(picker, policyCandidates(dbids), { pool: {}, times: dbids.length });
          expect([...picks].sort((a, b) => a - b)).toEqual(dbids);
        }),
      );
    });

    it('goes on after whom it picked last when an instance leaves (property)', () => {
      fc.assert(
        fc.property(someDbids, aRandom, fc.nat(19), (dbids, random, turns) => {
          fc.pre(dbids.length > 2);
          const picker = policy().createPicker(policyEnvironment({ random }));
          const pool = {};
          const last = picksOf(picker, policyCandidates(dbids), { pool, times: turns + 1 }).at(-1)!;
          const rest = dbids.filter((dbid) => dbid !== last);
          const expected = rest.find((dbid) => dbid > last) ?? rest[0];
          expect(picker.pick(policyCandidates(rest), pool).dbid).toBe(expected);
        }),
      );
    });

    it('begins at a random place, so that a fleet restarting together favours nobody (R15)', () => {
      const firstPicks = [0, 0.34, 0.99].map((start) => {
        const picker = policy().createPicker(policyEnvironment({ random: () => start }));
        return picker.pick(policyCandidates([1, 2, 3]), {}).dbid;
      });

      expect(firstPicks).toEqual([1, 2, 3]);
    });
  });
}

const home = { host: 'host-1', site: 'site-1' };

describePolicy(adaptive());
describePolicy(roundRobin());
describePolicy(random());
describePolicy(weighted());
describePolicy(rendezvous());
describePolicy(preferLocal(adaptive()));
describePolicy(preferLocal(weighted(), home));
describePolicy(slowStart(adaptive(), { windowMs: 30_000 }));
describePolicy(slowStart(preferLocal(adaptive()), { windowMs: 30_000, aggression: 2 }));

describeRotation(adaptive);
describeRotation(roundRobin);
describeRotation(weighted);

describe('policy random', () => {
  it('puts 7 to 9 of 65,536 picks on the most picked of 65,536 instances (N1)', () => {
    const dbids = Array.from({ length: 65_536 }, (_, index) => index + 1);
    const candidates = policyCandidates(dbids);
    const picker = random().createPicker(policyEnvironment());
    const counts = new Uint8Array(dbids.length + 1);

    for (const dbid of picksOf(picker, candidates, { pool: {}, times: dbids.length })) counts[dbid]! += 1;

    expect([7, 8, 9]).toContain(Math.max(...counts.filter((count) => count > 4)));
  });
});

describe('policy adaptive', () => {
  it('prefers the other one when the next in turn has the higher score', () => {
    const picker = adaptive().createPicker(
      policyEnvironment({ random: () => 0, score: (dbid) => (dbid === 1 ? 10 : 0) }),
    );

    expect(picksOf(picker, policyCandidates([1, 2]), { pool: {}, times: 4 })).toEqual([2, 2, 2, 2]);
  });
});
