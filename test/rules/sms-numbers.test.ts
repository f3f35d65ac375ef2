import fc from 'fast-check';
import {
  difference,
  overlapsAmong,
  readNumberList,
  writeIntervals,
} from '../../packages/sdk/src/core/rules/number-intervals.js';

/** All numbers of three digits: enough for prefixes of up to three. */
const everyNumber = Array.from({ length: 1000 }, (_each, number) => String(number).padStart(3, '0'));

interface Item {
  readonly from: string;
  readonly to: string;
}

const item = fc
  .integer({ min: 1, max: 3 })
  .chain((length) => {
    const digits = fc.nat(10 ** length - 1).map((number) => String(number).padStart(length, '0'));
    return fc.tuple(digits, digits);
  })
  .map(([one, other]): Item => (one <= other ? { from: one, to: other } : { from: other, to: one }));
const list = fc.array(item, { maxLength: 4 });

const write = (items: readonly Item[]): string =>
  items.map(({ from, to }) => (from === to ? `+${from}` : `+${from}-+${to}`)).join(', ');

/** The naive model: each number, tried at each item. */
const has = (items: readonly Item[], number: string): boolean =>
  items.some(({ from, to }) => number.slice(0, from.length) >= from && number.slice(0, to.length) <= to);

const intervalsOf = (items: readonly Item[]) => readNumberList(write(items)).intervals;

/** The three-digit numbers that a text of intervals names. */
const namedBy = (text: string): readonly string[] =>
  everyNumber.filter((number) => {
    const full = Number(number.padEnd(15, '0'));
    return readNumberList(text).intervals.some(({ first, last }) => first <= full && full <= last);
  });

describe('the numbers of SMS Servers (SMS-2)', () => {
  it('are in common exactly where each of two lists has them (property)', () => {
    fc.assert(
      fc.property(fc.array(list, { minLength: 1, maxLength: 4 }), (lists) => {
        const owned = lists.map((items, owner) => ({ owner, intervals: intervalsOf(items) }));
        const found = new Map(
          overlapsAmong(owned).map(({ owner, other, common }) => [
            `${owner} ${other}`,
            namedBy(writeIntervals(common)),
          ]),
        );

        for (const [owner, items] of lists.entries()) {
          for (const [other, others] of lists.slice(0, owner).entries()) {
            const expected = everyNumber.filter((number) => has(items, number) && has(others, number));
            expect(found.get(`${owner} ${other}`) ?? []).toEqual(expected);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('are left over exactly where no list has them (property)', () => {
    fc.assert(
      fc.property(list, list, (served, taken) => {
        const left = namedBy(writeIntervals(difference(intervalsOf(served), intervalsOf(taken))));

        expect(left).toEqual(everyNumber.filter((number) => has(served, number) && !has(taken, number)));
      }),
      { numRuns: 100 },
    );
  });

  it('are written as they were read (property)', () => {
    fc.assert(
      fc.property(list, (items) => {
        expect(namedBy(writeIntervals(intervalsOf(items)))).toEqual(everyNumber.filter((number) => has(items, number)));
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ['+1 (650)', '+1650'],
    ['1650-1659', '+165'],
    ['+15100000-+15109999', '+1510'],
    ['+15100000-+15108999', '+15100-+15108'],
    ['+16505550100', '+16505550100'],
  ])('reads %s as %s', (text, written) => {
    const { intervals, unreadable } = readNumberList(text);

    expect(writeIntervals(intervals)).toBe(written);
    expect(unreadable).toEqual([]);
  });

  it.each(['five', '+', '+19-+1', '+20-+10', '+1234567890123456', '1-2-3'])('cannot read %s', (text) => {
    expect(readNumberList(text)).toEqual({ intervals: [], unreadable: [text] });
  });
});
