import assert from 'node:assert/strict';
import type { Place } from '../core/policy/place.js';
import type { Candidates, PolicyEnvironment, SelectionPolicy } from '../core/policy/selection-policy.js';
import { policyCandidates, policyEnvironment } from './policy-environment.js';
import { PolicyTrial } from './policy-trial.js';
import { seededRandom } from './seeded-random.js';
import { WorkBudget } from './work-budget.js';

/** What every policy must do; each throws an AssertionError where it does not. */
export const policyChecks: Readonly<Record<string, (policy: SelectionPolicy) => void>> = {
  'picks one of the candidates, whatever they are at the moment': (policy) => {
    const random = seededRandom(2);
    const trial = new PolicyTrial(policy, { random, score: () => Math.floor(random() * 3) });
    for (let turn = 0; turn < 2_000; turn += 1) trial.pick(someCandidates(random));
  },

  'picks the only candidate, however busy it is': (policy) => {
    for (const score of [0, 1, Infinity]) {
      const trial = new PolicyTrial(policy, { score: () => score });
      const only = policyCandidates([7]);
      for (let turn = 0; turn < 10; turn += 1) assert.equal(trial.pick(only), only[0]);
    }
  },

  'picks the same again with the same random numbers, and keeps nothing from one picker to the next': (policy) => {
    const run = (): number[] => {
      const trial = new PolicyTrial(policy, { random: seededRandom(3), score: (dbid) => dbid % 3 });
      const changes = seededRandom(4);
      return Array.from({ length: 300 }, () => trial.pick(someCandidates(changes)).dbid);
    };
    assert.deepEqual(run(), run());
  },

  'never picks who was excluded a moment ago': (policy) => {
    const trial = new PolicyTrial(policy, { score: (dbid) => dbid });
    const all = policyCandidates([1, 2, 3, 4, 5]);
    for (let turn = 0; turn < 200; turn += 1) {
      const { dbid } = trial.pick(all);
      trial.pick(policyCandidates([1, 2, 3, 4, 5].filter((other) => other !== dbid)));
    }
  },

  'bears the extremes of score, weight and running time': (policy) => {
    const extremes = [0, Number.MIN_VALUE, 1, Number.MAX_VALUE];
    for (const weight of extremes) {
      for (const score of [...extremes, Infinity]) {
        for (const runningForMs of [0, 1, Infinity]) {
          const same = new PolicyTrial(policy, { ...fixed({ score, weight, runningForMs }) });
          const mixed = new PolicyTrial(policy, { ...someOf({ score, weight, runningForMs }) });
          same.tally(policyCandidates([1, 2, 3]), 20);
          mixed.tally(policyCandidates([1, 2, 3]), 20);
        }
      }
    }
  },

  'does a bounded amount of work for 1 to 5 and for 10,000 candidates': (policy) => {
    for (const size of [1, 2, 3, 4, 5, 10_000]) {
      const candidates = policyCandidates(Array.from({ length: size }, (_, index) => index + 1));
      for (const score of [0, 10, Infinity]) {
        for (const runningForMs of [0, Infinity])
          checkWork(policy, candidates, fixed({ score, weight: 1, runningForMs }));
      }
      checkWork(policy, candidates, fixed({ score: 0, weight: 0, runningForMs: Infinity }));
    }
  },
};

type Figures = Readonly<Record<'score' | 'weight' | 'runningForMs', number>>;

const fixed = ({ score, weight, runningForMs }: Figures): Partial<PolicyEnvironment> => ({
  score: () => score,
  weight: () => weight,
  runningForMs: () => runningForMs,
});

/** The figures are those of the instance with DBID 2 alone. */
const someOf = ({ score, weight, runningForMs }: Figures): Partial<PolicyEnvironment> => ({
  score: (dbid) => (dbid === 2 ? score : 0),
  weight: (dbid) => (dbid === 2 ? weight : 1),
  runningForMs: (dbid) => (dbid === 2 ? runningForMs : Infinity),
});

function someCandidates(random: () => number): Candidates {
  const size = 1 + Math.floor(random() * 12);
  return policyCandidates(new Set(Array.from({ length: size }, () => 1 + Math.floor(random() * 40))));
}

/** Every look at a candidate counts, and every question to the environment. */
function checkWork(policy: SelectionPolicy, candidates: Candidates, difference: Partial<PolicyEnvironment>): void {
  const place = (dbid: number): Place => ({ host: `host-${dbid % 2}`, site: `site-${dbid % 3}` });
  const budget = new WorkBudget();
  const picker = policy.createPicker(
    budget.environment(policyEnvironment({ ...difference, place, home: () => place(0) })),
  );
  const watched = budget.candidates(candidates);
  const pool = {};
  for (let turn = 0; turn < 20; turn += 1) {
    budget.begin(candidates.length);
    picker.pick(watched, pool, `key-${turn}`);
  }
}
