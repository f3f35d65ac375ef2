import fc from 'fast-check';
import {
  difference,
  merged,
  readNumberList,
  writeIntervals,
} from '../../../packages/sdk/src/core/rules/number-intervals.js';
import { hold } from '../../oracles/hold.js';
import { expectSame } from '../expectations.js';
import type { TextTarget } from '../fuzz-target.js';
import { nastyText } from '../shapes/nasty-text.js';

const digits = fc.nat(99_999_999).map((number) => `+${number}`);
const item = fc.oneof(
  { weight: 4, arbitrary: digits },
  { weight: 4, arbitrary: fc.tuple(fc.nat(9_999), fc.nat(9_999)).map(([from, to]) => `+1${from}-+1${to}`) },
  { weight: 1, arbitrary: nastyText },
);

export const numberList: TextTarget = {
  name: 'number-list',
  property:
    'every item of a list of numbers is an interval of E.164 or is called unreadable; what is written is read again as the same numbers',
  reads: 'text',
  dictionary: ['+1650', '-+', ', ', '(', ')', '.', '٣', '９', '+999999999999999', '+0000000000000000'],
  shaped: fc.array(item, { maxLength: 6 }).map((items) => items.join(', ')),
  oracle: (input) => {
    const { intervals, unreadable } = readNumberList(input);
    const items = input.split(',').filter((each) => each.trim() !== '').length;
    hold(items === intervals.length + unreadable.length, 'an item is neither read nor called unreadable');
    for (const { first, last } of intervals) {
      hold(Number.isSafeInteger(first) && Number.isSafeInteger(last), 'a number is not exact');
      hold(0 <= first && first <= last && last <= 999_999_999_999_999, 'an interval is no interval of E.164');
    }
    const again = readNumberList(writeIntervals(intervals));
    expectSame(again, { intervals, unreadable: [] }, 'a list is written as another');
    hold(difference(intervals, merged(intervals)).length === 0, 'numbers are left when all are taken away');
    return unreadable.length > 0 || items === 0 ? 'refused' : 'taken';
  },
};
