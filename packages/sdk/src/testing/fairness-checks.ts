import assert from 'node:assert/strict';
import type { SelectionPolicy } from '../core/policy/selection-policy.js';
import { policyCandidates } from './policy-environment.js';
import { PolicyTrial } from './policy-trial.js';
import { seededRandom } from './seeded-random.js';

/** Five standard deviations of a fair draw, at the numbers of picks below: chance alone practically never fails. */
const tolerance = 0.12;
/** Of the chi-square distribution with 7 degrees of freedom, a fair draw exceeds it once in 10,000 times. */
const chiSquareLimit = 29.9;

/** What a policy must do that gives everybody the same share as long as nobody is busier than others. */
export const fairnessChecks: Readonly<Record<string, (policy: SelectionPolicy) => void>> = {
  'gives each the same share when all scores are equal, however high (R1)': (policy) => {
    for (const score of [0, 10, Infinity]) {
      const trial = new PolicyTrial(policy, { score: () => score });
      const tally = trial.tally(policyCandidates([3, 5, 8, 13, 21]), 10_000);
      for (const [dbid, picks] of tally) checkShare(`${dbid} at score ${score}`, picks, 2_000);
    }
  },

  'skews no share when candidates come and go': (policy) => {
    const changes = seededRandom(6);
    const trial = new PolicyTrial(policy);
    const present = new Set([1, 2, 3, 4, 5, 6]);
    const picks = new Map<number, number>();
    const expected = new Map<number, number>();
    let candidates = policyCandidates(present);
    for (let turn = 0; turn < 40_000; turn += 1) {
      if (changes() < 0.2) {
        toggle(present, 1 + Math.floor(changes() * 6));
        candidates = policyCandidates(present);
      }
      increase(picks, trial.pick(candidates).dbid, 1);
      for (const dbid of present) increase(expected, dbid, 1 / present.size);
    }
    for (const [dbid, share] of expected) checkShare(`${dbid}`, picks.get(dbid) ?? 0, share);
  },

  'keeps pools apart': (policy) => {
    const trial = new PolicyTrial(policy);
    const candidates = policyCandidates([1, 2]);
    const pools = [{}, {}];
    const tallies = pools.map(() => new Map<number, number>());
    for (let turn = 0; turn < 5_000; turn += 1) {
      pools.forEach((pool, index) => increase(tallies[index], trial.pick(candidates, pool).dbid, 1));
    }
    for (const tally of tallies) for (const { dbid } of candidates) checkShare(`${dbid}`, tally.get(dbid) ?? 0, 2_500);
  },

  'begins at a random place, so that a fleet restarting together favours nobody (R15)': (policy) => {
    const random = seededRandom(7);
    const candidates = policyCandidates([1, 2, 3, 4, 5, 6, 7, 8]);
    const first = new Map<number, number>();
    for (let process = 0; process < 800; process += 1) {
      increase(first, new PolicyTrial(policy, { random }, `process-${process}`).pick(candidates).dbid, 1);
    }
    const chiSquare = candidates.reduce((sum, { dbid }) => sum + ((first.get(dbid) ?? 0) - 100) ** 2 / 100, 0);
    assert.ok(
      chiSquare < chiSquareLimit,
      `the first picks of 800 pickers are not even: ${candidates.map(({ dbid }) => first.get(dbid) ?? 0).join(', ')}`,
    );
  },
};

function checkShare(name: string, picks: number, expected: number): void {
  assert.ok(
    Math.abs(picks - expected) <= tolerance * expected,
    `instance ${name} is picked ${picks} times, its share would be ${Math.round(expected)}`,
  );
}

function increase(tally: Map<number, number> | undefined, dbid: number, by: number): void {
  tally?.set(dbid, (tally.get(dbid) ?? 0) + by);
}

/** Leaves at least two. */
function toggle(present: Set<number>, dbid: number): void {
  if (!present.has(dbid)) present.add(dbid);
  else if (present.size > 2) present.delete(dbid);
}
