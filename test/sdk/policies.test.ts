import { adaptive, roundRobin } from '@eservices-lb/sdk';
import type { Candidates, Picker, SelectionPolicy, Service } from '@eservices-lb/sdk';
import fc from 'fast-check';

const aService = (dbid: number): Service => ({
  ...{ alias: `alias-${dbid}`, application: `Server_${dbid}`, dbid, member: 'primary' as const },
  ...{ host: '127.0.0.1', port: 9000, secure: false, url: 'http://127.0.0.1:9000' },
});

const candidatesOf = (dbids: readonly number[]): Candidates => dbids.map(aService) as [Service, ...Service[]];

const someDbids = fc
  .uniqueArray(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 20 })
  .map((dbids) => dbids.sort((a, b) => a - b));
const aRandom = fc
  .infiniteStream(fc.double({ min: 0, max: 0.999_999, noNaN: true }))
  .map((stream) => () => stream.next().value as number);

const picksOf = (picker: Picker, candidates: Candidates, { pool, times }: { pool: object; times: number }): number[] =>
  Array.from({ length: times }, () => picker.pick(candidates, pool).dbid);

/** What every policy must do. */
function describePolicy(name: string, policy: () => SelectionPolicy): void {
  describe(`policy ${name}`, () => {
    it('picks one of the candidates, whatever they are (property)', () => {
      fc.assert(
        fc.property(fc.array(someDbids, { minLength: 1 }), aRandom, (sets, random) => {
          const picker = policy().createPicker({ random, score: () => 0 });
          const pool = {};
          for (const dbids of sets) expect(dbids).toContain(picker.pick(candidatesOf(dbids), pool).dbid);
        }),
      );
    });

    it('reaches every candidate within one round when all scores are equal (R1, property)', () => {
      fc.assert(
        fc.property(someDbids, aRandom, fc.constantFrom(0, 10), (dbids, random, score) => {
          const picker = policy().createPicker({ random, score: () => score });
          const picks = picksOf(picker, candidatesOf(dbids), { pool: {}, times: dbids.length });
          expect([...picks].sort((a, b) => a - b)).toEqual(dbids);
        }),
      );
    });

    it('goes on after whom it picked last when an instance leaves (property)', () => {
      fc.assert(
        fc.property(someDbids, aRandom, fc.nat(19), (dbids, random, turns) => {
          fc.pre(dbids.length > 2);
          const picker = policy().createPicker({ random, score: () => 0 });
          const pool = {};
          const last = picksOf(picker, candidatesOf(dbids), { pool, times: turns + 1 }).at(-1)!;
          const rest = dbids.filter((dbid) => dbid !== last);
          const expected = rest.find((dbid) => dbid > last) ?? rest[0];
          expect(picker.pick(candidatesOf(rest), pool).dbid).toBe(expected);
        }),
      );
    });

    it('keeps the turns of different pools apart', () => {
      const picker = policy().createPicker({ random: () => 0, score: () => 0 });
      const candidates = candidatesOf([1, 2, 3]);
      const [one, other] = [{}, {}];

      expect(picksOf(picker, candidates, { pool: one, times: 2 })).toEqual([1, 2]);
      expect(picksOf(picker, candidates, { pool: other, times: 2 })).toEqual([1, 2]);
    });

    it('begins at a random place, so that a fleet restarting together favours nobody (R15)', () => {
      const firstPicks = [0, 0.34, 0.99].map((start) => {
        const picker = policy().createPicker({ random: () => start, score: () => 0 });
        return picker.pick(candidatesOf([1, 2, 3]), {}).dbid;
      });

      expect(firstPicks).toEqual([1, 2, 3]);
    });
  });
}

describePolicy('adaptive', adaptive);
describePolicy('roundRobin', roundRobin);

describe('policy adaptive', () => {
  it('prefers the other one when the next in turn has the higher score', () => {
    const picker = adaptive().createPicker({ random: () => 0, score: (dbid) => (dbid === 1 ? 10 : 0) });

    expect(picksOf(picker, candidatesOf([1, 2]), { pool: {}, times: 4 })).toEqual([2, 2, 2, 2]);
  });
});
