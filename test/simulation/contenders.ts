import { adaptive, random, roundRobin } from '@eservices-lb/sdk';
import type { SelectionPolicy } from '@eservices-lb/sdk';

/** A column of the tables: a policy, and what it gets to know of the instances. */
export interface Contender {
  readonly title: string;
  readonly policy: () => SelectionPolicy;
  /** Without it, the score counts requests in flight only. */
  readonly remembersFailures: boolean;
}

/** The less busy of two drawn at random: what load alone can do in constant time. */
const twoChoices = (): SelectionPolicy => ({
  name: 'twoChoices',
  createPicker: ({ random: draw, score }) => ({
    pick(candidates) {
      const index = Math.floor(draw() * candidates.length);
      const step = 1 + Math.floor(draw() * (candidates.length - 1));
      const one = candidates[index] ?? candidates[0];
      const other = candidates[(index + step) % candidates.length] ?? one;
      return score(other.dbid) < score(one.dbid) ? other : one;
    },
  }),
});

export const contenders: readonly Contender[] = [
  { title: 'round robin', policy: roundRobin, remembersFailures: true },
  { title: 'random', policy: random, remembersFailures: true },
  { title: 'two choices, in flight only', policy: twoChoices, remembersFailures: false },
  { title: 'adaptive', policy: adaptive, remembersFailures: true },
];
