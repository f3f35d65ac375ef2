import { retryAfterMs } from '../../packages/sdk/src/edge/retry-after.js';

const noon = Date.parse('2026-11-30T12:00:00Z');
const at = (ms: number): string => new Date(ms).toUTCString();
const ask = (header: unknown, answered?: unknown): number =>
  retryAfterMs({ 'retry-after': header, date: answered }, noon);

describe('Retry-After', () => {
  it.each([
    ['seconds', '7', 7_000],
    ['seconds, with blanks', ' 7 ', 7_000],
    ['a date', at(noon + 9_000), 9_000],
    ['a date that has passed', at(noon - 9_000), 0],
    ['more than five minutes', '86400', 300_000],
    ['a number larger than any', '9'.repeat(400), 300_000],
    ['nothing', undefined, 0],
    ['nonsense', 'soon', 0],
  ])('of %s is understood', (_what, header, expected) => {
    expect(ask(header)).toBe(expected);
  });

  it.each([-3_600_000, 3_600_000])(
    'with a date is told from the date of the answer: a wall clock that is %i ms off changes nothing (F31)',
    (offMs) => {
      expect(ask(at(noon + offMs + 20_000), at(noon + offMs))).toBe(20_000);
    },
  );

  it('with a date beside an answer without a readable date is told from the wall clock', () => {
    expect(ask(at(noon + 9_000), 'yesterday')).toBe(9_000);
  });
});
