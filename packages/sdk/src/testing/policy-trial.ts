import assert from 'node:assert/strict';
import type { Service } from '../core/model/service.js';
import type { Candidates, Picker, PolicyEnvironment, SelectionPolicy } from '../core/policy/selection-policy.js';
import { policyEnvironment } from './policy-environment.js';
import { WorkBudget } from './work-budget.js';

/** A picker under test. Every pick has a key of its own, for policies that need one. */
export class PolicyTrial {
  readonly #picker: Picker;
  readonly #pool = {};
  #picks = 0;
  readonly #budget = new WorkBudget();
  readonly #keyPrefix: string;

  constructor(policy: SelectionPolicy, difference: Partial<PolicyEnvironment> = {}, keyPrefix = 'key') {
    this.#picker = policy.createPicker(this.#budget.environment(policyEnvironment(difference)));
    this.#keyPrefix = keyPrefix;
  }

  /** Fails unless the pick is one of the candidates, the very object. */
  pick(candidates: Candidates, pool: object = this.#pool): Service {
    this.#picks += 1;
    this.#budget.begin(candidates.length);
    const picked = this.#picker.pick(candidates, pool, `${this.#keyPrefix}-${this.#picks}`);
    assert.ok(candidates.includes(picked), `picked ${describe(picked)}, which is not among the candidates`);
    return picked;
  }

  /** How often each DBID is picked. */
  tally(candidates: Candidates, times: number): ReadonlyMap<number, number> {
    const tally = new Map(candidates.map(({ dbid }) => [dbid, 0]));
    for (let turn = 0; turn < times; turn += 1) {
      const { dbid } = this.pick(candidates);
      tally.set(dbid, (tally.get(dbid) ?? 0) + 1);
    }
    return tally;
  }
}

const describe = (picked: unknown): string =>
  typeof picked === 'object' && picked !== null && 'application' in picked
    ? String(picked.application)
    : String(picked);
