import type { Example } from './data-set.js';

/** One of so many examples of a category is kept back for the test. */
const testShare = 5;

/** The examples in the order in which they are learned: when the first `testedAt` are known, the others are the test. */
export interface Lessons {
  readonly examples: readonly Example[];
  readonly testedAt: number;
}

/** The same order for the same data set, so that a job can go on where it was interrupted. */
export function lessonsOf(examples: readonly Example[]): Lessons {
  const seen = new Map<string, number>();
  const learned: Example[] = [];
  const test: Example[] = [];
  for (const example of examples) {
    const count = (seen.get(example.category) ?? 0) + 1;
    seen.set(example.category, count);
    // The second of every five, so that a category of two examples has one of each.
    (count % testShare === 2 ? test : learned).push(example);
  }
  return { examples: [...learned, ...test], testedAt: learned.length };
}
