import { createHash } from 'node:crypto';
import { rendezvous } from '@eservices-lb/sdk';
import { policyCandidates, policyEnvironment } from '@eservices-lb/sdk/testing';
import fc from 'fast-check';
import { hashText, scramble } from '../../packages/sdk/src/core/policy/hash.js';
import { anEmailServer, anEstate, aSnapshot } from './an-estate.js';

const keys = Array.from({ length: 20_000 }, (_, index) => `customer-${index}`);

/** Where each key goes. */
function placesOf(
  dbids: readonly number[],
  { weight = () => 1, among = keys }: { weight?: (dbid: number) => number; among?: readonly string[] } = {},
): number[] {
  const picker = rendezvous().createPicker(policyEnvironment({ weight }));
  const candidates = policyCandidates(dbids);
  return among.map((key) => picker.pick(candidates, {}, key).dbid);
}

function tally(places: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const place of places) counts.set(place, (counts.get(place) ?? 0) + 1);
  return counts;
}

/** Sum of squares of the differences from an even spread; about as large as the number of places less one, if chance alone rules. */
function chiSquare(counts: Map<number, number>, places: readonly number[]): number {
  const expected = [...counts.values()].reduce((total, one) => total + one, 0) / places.length;
  return places.reduce((sum, place) => sum + ((counts.get(place) ?? 0) - expected) ** 2 / expected, 0);
}

/** Exceeded by chance once in 100,000 times (Wilson and Hilferty). */
const chiSquareLimit = (degrees: number): number =>
  degrees * (1 - 2 / (9 * degrees) + 4.27 * Math.sqrt(2 / (9 * degrees))) ** 3;

const someDbids = fc.uniqueArray(fc.integer({ min: 1, max: 0xffff_ffff }), { minLength: 2, maxLength: 12 });

describe('policy rendezvous', () => {
  it.each([5, 9, 20])('moves no key but those of the instance that goes, of %i (N4: 0 %%)', (size) => {
    const dbids = Array.from({ length: size }, (_, index) => 201 + index);
    const before = placesOf(dbids);

    for (const gone of dbids) {
      const rest = dbids.filter((dbid) => dbid !== gone);
      const after = placesOf(rest);

      const moved = before.map((place, index) => (place === after[index] ? undefined : place));
      expect(moved.filter((place) => place !== undefined && place !== gone)).toEqual([]);
      const inherited = tally(after.filter((_, index) => before[index] === gone));
      expect(chiSquare(inherited, rest)).toBeLessThan(chiSquareLimit(rest.length - 1));
    }
  });

  it('moves only the keys of who goes, and only to who comes, whoever that is (N4, property)', () => {
    fc.assert(
      fc.property(
        someDbids,
        fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { minLength: 1 }),
        (dbids, among) => {
          const [changing = 0, ...others] = dbids;
          const [without, withIt] = [placesOf(others, { among }), placesOf(dbids, { among })];
          withIt.forEach((place, index) => {
            if (place !== changing) expect(place).toBe(without[index]);
          });
        },
      ),
    );
  });

  it.each([5, 9, 20])('gives a newcomer beside %i others its part of the keys and no more', (size) => {
    const dbids = Array.from({ length: size + 1 }, (_, index) => 201 + index);
    const [before, after] = [placesOf(dbids.slice(0, -1)), placesOf(dbids)];

    const moved = after.filter((place, index) => place !== before[index]);

    expect(new Set(moved)).toEqual(new Set([201 + size]));
    expect((moved.length / keys.length) * (size + 1)).toBeCloseTo(1, 0.5);
  });

  it.each([
    ['numbered keys', keys],
    ['bare numbers', keys.map((_, index) => String(index))],
    ['digests', keys.map((key) => createHash('sha256').update(key).digest('hex'))],
    ['keys that differ only in their first letters', keys.map((_, index) => `${index}-customer-of-the-bank`)],
    ['keys beyond ASCII', keys.map((_, index) => `客户${String.fromCharCode(0x4e00 + index)}`)],
  ])('spreads %s evenly over instances of successive DBIDs', (_what, among) => {
    const dbids = Array.from({ length: 10 }, (_, index) => 201 + index);

    expect(chiSquare(tally(placesOf(dbids, { among })), dbids)).toBeLessThan(chiSquareLimit(9));
  });

  it('gives each instance its weight of the keys, and moves keys only to the one whose weight is raised', () => {
    const dbids = [201, 202, 203, 204];
    const raised = (dbid: number): number => (dbid === 203 ? 3 : 1);
    const [before, after] = [placesOf(dbids), placesOf(dbids, { weight: raised })];

    expect(after.filter((place, index) => place !== before[index] && place !== 203)).toEqual([]);
    expect((tally(after).get(203) ?? 0) / keys.length).toBeCloseTo(3 / 6, 1.5);
  });

  it('gives no key to weight 0 (R19)', () => {
    expect(tally(placesOf([201, 202, 203], { weight: (dbid) => (dbid === 202 ? 0 : 1) })).has(202)).toBe(false);
  });

  it('hashes by published functions, so that any other language can find the same instance', () => {
    expect(hashText('') >>> 0).toBe(0x811c9dc5);
    expect(hashText('a') >>> 0).toBe(0xe40c292c);
    expect(hashText('foobar') >>> 0).toBe(0xbf9cf968);
    expect(scramble(0)).toBe(0);
    expect(scramble(1) >>> 0).toBe(0x514e28b7);
  });

  it.each([[undefined], [''], [7 as never]])('refuses a request whose key is %p, naming the key', (key) => {
    const picker = rendezvous().createPicker(policyEnvironment());

    expect(() => picker.pick(policyCandidates([1, 2]), {}, key)).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION', option: 'key' }),
    );
  });

  it('sends a key to the same instance on every web node, and to another only while that one is away', async () => {
    const snapshot = aSnapshot([anEmailServer(1), anEmailServer(2), anEmailServer(3)]);
    await using one = await anEstate(snapshot, { policy: rendezvous() });
    await using other = await anEstate(snapshot, { policy: rendezvous(), random: () => 0.7 });
    const request = { tenant: 'Environment', type: 'EmailServer', key: 'customer-1' };
    const { application } = one.loadBalancer.select(request);

    expect(other.loadBalancer.select(request).application).toBe(application);
    await one.report(application, 'stopped');
    expect(one.loadBalancer.select(request).application).not.toBe(application);
    await one.report(application, 'running');
    expect(one.loadBalancer.select(request).application).toBe(application);
  });

  it('chooses another by the key when the instance of an alias stopped, and by the alias where there is no key', async () => {
    const snapshot = aSnapshot([anEmailServer(1), anEmailServer(2), anEmailServer(3)]);
    await using estate = await anEstate(snapshot, { policy: rendezvous() });
    const request = { tenant: 'Environment', type: 'EmailServer', key: 'customer-1' };
    const { alias, application } = estate.loadBalancer.select(request);

    await estate.report(application, 'stopped');

    const expected = estate.loadBalancer.select(request).application;
    expect(estate.loadBalancer.resolve(alias, request).application).toBe(expected);
    expect(estate.loadBalancer.resolve(alias, { tenant: 'Environment' }).state).toBe('live');
  });
});
