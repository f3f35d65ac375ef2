import { optionOf, sectionOf } from '../../packages/sdk/src/core/rules/option-of.js';

describe('an option', () => {
  const options = { default: { key: ' value ', blank: '  ' } };

  it.each<[string, string, string, string | undefined]>([
    ['is read without the white space around it', 'default', 'key', 'value'],
    ['that is blank is none', 'default', 'blank', undefined],
    ['that is not there is none', 'default', 'other', undefined],
    ['of a section that is not there is none', 'other', 'key', undefined],
    ['is no inherited property of a section', 'default', 'toString', undefined],
    ['is of no inherited property', 'constructor', 'name', undefined],
  ])('%s', (_case, section, key, expected) => {
    expect(optionOf(options, section, key)).toBe(expected);
  });

  it('has sections, which are empty where they are not there', () => {
    expect([sectionOf(options, 'default'), sectionOf(options, 'other'), sectionOf(options, '__proto__')]).toEqual([
      options.default,
      {},
      {},
    ]);
  });
});
