import fc from 'fast-check';
import { anyJson, nastyText } from './nasty-text.js';

/** An object of these fields; of one in ten objects, a field is missing, is anything, or there is one too many. */
export function nearly(fields: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<object> {
  const right = fc.record(fields);
  const wrong = fc
    .tuple(
      right,
      fc.constantFrom(...Object.keys(fields)),
      fc.constantFrom('missing', 'anything', 'more'),
      anyJson,
      nastyText,
    )
    .map(([object, field, what, value, name]) => {
      const entries = Object.entries(object).filter(([key]) => what === 'more' || key !== field);
      if (what !== 'missing') entries.push([what === 'more' ? name : field, value]);
      return Object.fromEntries(entries);
    });
  return fc.oneof({ weight: 9, arbitrary: right }, { weight: 1, arbitrary: wrong });
}

/** The field, or nothing. */
export const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });
