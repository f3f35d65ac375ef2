import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { TextClassifier } from '../../packages/servers/src/classification/text-classifier.js';
import { faxPages } from '../../packages/servers/src/fax-server/fax-pages.js';
import { readDataSet } from '../../packages/servers/src/training-server/data-set.js';
import type { DataSet, Example } from '../../packages/servers/src/training-server/data-set.js';
import { lessonsOf } from '../../packages/servers/src/training-server/lessons.js';

const dataSet = (job: string): DataSet => {
  const file = join(__dirname, '../../packages/servers/data-sets', `${job}.yaml`);
  return readDataSet(readFileSync(file, 'utf8'), { file, job });
};
const learnedFrom = (examples: readonly Example[], language: string): TextClassifier => {
  const classifier = new TextClassifier(language);
  for (const { text, category } of examples) classifier.learn(text, category);
  return classifier;
};
/** The share of all examples that is told right by a classifier that has learned the others, a ninth at a time. */
const accuracyOf = ({ examples, language }: DataSet): number => {
  const parts = 9;
  const right = examples.filter(({ text, category }, index) => {
    const others = examples.filter((_, other) => other % parts !== index % parts);
    return learnedFrom(others, language).classify(text).category === category;
  });
  return right.length / examples.length;
};

describe('the text classifier', () => {
  it.each([
    ['Categories', 0.75],
    ['Languages', 0.8],
  ])('tells most texts of "%s" right that it has not seen', (job, least) => {
    expect(accuracyOf(dataSet(job))).toBeGreaterThan(least);
  });

  it('is surer of a clear text than of one about two things', () => {
    const classifier = learnedFrom(dataSet('Categories').examples, 'en');

    const clear = classifier.classify('I forgot my password and cannot log in to my account');
    const mixed = classifier.classify('the refund for the parcel I returned');

    expect(clear).toMatchObject({ category: 'account' });
    expect(clear.confidence).toBeGreaterThan(0.99);
    expect(mixed.confidence).toBeLessThan(0.8);
  });

  it.each(['', '???', 'constructor __proto__ toString hasOwnProperty', '\ud800', '漢字'])(
    'knows no category for %j, of which it never learned a word',
    (text) => {
      const classifier = learnedFrom(dataSet('Categories').examples, 'en');

      expect(classifier.classify(text)).toEqual({ confidence: 0 });
    },
  );

  it('learns words and categories that are names of what every object has', () => {
    const words = ['constructor', '__proto__', 'valueOf', 'toString', 'one', 'two', 'three', 'four', 'five', 'six'];
    const before = learnedFrom(
      words.map((text, index) => ({ text, category: index % 2 === 0 ? 'constructor' : '__proto__' })),
      'mul',
    );

    const restored = new TextClassifier('mul', before.state());
    const same = restored.classify('toString');
    restored.learn('seven hasOwnProperty', 'constructor');

    expect(same).toEqual(before.classify('toString'));
    expect(restored.classify('toString')).toMatchObject({ category: '__proto__' });
    expect(restored.classify('hasOwnProperty')).toMatchObject({ category: 'constructor' });
  });

  it('says that too little was learned', () => {
    const classifier = learnedFrom([{ text: 'one two', category: 'a' }], 'mul');

    expect(() => classifier.classify('one')).toThrow(/Two categories and ten different words/);
  });

  it('gives a confidence between 0 and 1, whatever it is asked', () => {
    const classifier = learnedFrom(dataSet('Categories').examples, 'en');
    fc.assert(
      fc.property(fc.array(fc.constantFrom('parcel', 'password', 'refund', 'x', '?')), (words) => {
        const { confidence } = classifier.classify(words.join(' '));
        return confidence >= 0 && confidence <= 1;
      }),
    );
  });
});

describe('a data set', () => {
  const read = (text: string): DataSet => readDataSet(text, { file: 'Jobs.yaml', job: 'Jobs' });
  const whole = 'tenant: T\nlanguage: en\nexamples: { a: [one, two], b: [three, four] }\n';

  it('is a model of the name of its job, unless it says otherwise', () => {
    expect(read(whole)).toMatchObject({ tenant: 'T', model: 'Jobs', language: 'en' });
    expect(read(`model: Other\n${whole}`)).toMatchObject({ model: 'Other' });
    expect(
      read(JSON.stringify({ tenant: 'T', language: 'en', examples: { a: ['x', 'y'], b: ['z', 'w'] } })),
    ).toMatchObject({
      examples: expect.arrayContaining([{ text: 'w', category: 'b' }]) as Example[],
    });
  });

  it.each([
    ['nothing', '', /tenant|expected object/],
    ['no YAML', 'a: [', /cannot be used/],
    ['YAML that unfolds', `a: &a [x]\nb: [*a, *a]\n`, /cannot be used/],
    ['one category', 'tenant: T\nlanguage: en\nexamples: { a: [x, y] }', /examples: two categories/],
    ['one text', 'tenant: T\nlanguage: en\nexamples: { a: [x], b: [y, z] }', /examples\.a: two texts/],
    ['no language', whole.replace(': en', ': English'), /language/],
    ['no tenant', whole.replace('tenant: T\n', ''), /tenant/],
    ['something else', `${whole}labels: x`, /labels/],
  ])('with %s cannot be used, and says why', (_case, text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  it('is learned in the same order every time, each example once, the test last and with every category', () => {
    const example = fc.record({ text: fc.string(), category: fc.constantFrom('a', 'b', 'c') });
    fc.assert(
      fc.property(fc.array(example), (random) => {
        const examples = [...random, ...['a', 'b', 'c', 'a', 'b', 'c'].map((category) => ({ text: 'x', category }))];

        const lessons = lessonsOf(examples);

        expect(lessons).toEqual(lessonsOf(examples));
        expect(new Set(lessons.examples)).toEqual(new Set(examples));
        expect(lessons.examples).toHaveLength(examples.length);
        for (const part of [lessons.examples.slice(0, lessons.testedAt), lessons.examples.slice(lessons.testedAt)])
          expect(new Set(part.map(({ category }) => category))).toEqual(new Set(['a', 'b', 'c']));
      }),
    );
  });
});

describe('the pages of a fax', () => {
  const letter = { to: '+16502530000', from: 'Environment' };

  it('have a header each, and break between words', () => {
    const pages = faxPages({ ...letter, text: `${'word '.repeat(20)}\n${'line\n'.repeat(60)}` });

    expect(pages).toHaveLength(2);
    expect(pages[1]).toMatch(/^To: \+16502530000 {3}From: Environment {3}Page 2 of 2\n\n/);
    expect(pages[0]?.split('\n')[2]).toBe('word '.repeat(16).trimEnd());
  });

  it('hold every letter, in lines that fit', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 2_000, unit: 'grapheme' }), (text) => {
        const lines = faxPages({ ...letter, text }).flatMap((page) => page.split('\n').slice(2));

        expect(lines.every((line) => line.length <= 80)).toBe(true);
        expect(lines.join('').replaceAll(/[\s\p{Cc}]/gu, '')).toBe(text.replaceAll(/[\s\p{Cc}]/gu, ''));
      }),
    );
  });
});
