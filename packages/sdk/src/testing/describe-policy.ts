import type { SelectionPolicy } from '../core/policy/selection-policy.js';
import { InvalidOptionError } from '../errors/invalid-option-error.js';
import { fairnessChecks } from './fairness-checks.js';
import { policyChecks } from './policy-checks.js';

/** `describe` or `it` of Jest, Vitest, Mocha or node:test. */
export type DeclareTests = (name: string, body: () => void) => unknown;

export interface DescribePolicyOptions {
  /** @defaultValue the global of the test runner */
  readonly describe?: DeclareTests;
  /** @defaultValue the global of the test runner */
  readonly it?: DeclareTests;
  /** False for a policy that favours some on purpose even though nobody is busy. @defaultValue true */
  readonly expectFair?: boolean;
}

/**
 * The conformance suite of policies: declares one test for each thing that every policy must do. Chance is seeded, so a run repeats itself.
 * @throws InvalidOptionError where there is no test runner
 */
export function describePolicy(policy: SelectionPolicy, options: DescribePolicyOptions = {}): void {
  const globals = globalThis as { readonly describe?: unknown; readonly it?: unknown };
  const describe = declaring('describe', options.describe ?? globals.describe);
  const it = declaring('it', options.it ?? globals.it);
  const { expectFair = true } = options;

  describe(`policy ${policy.name}`, () => {
    for (const [sentence, check] of Object.entries({ ...policyChecks, ...(expectFair ? fairnessChecks : {}) })) {
      it(sentence, () => {
        check(policy);
      });
    }
  });
}

function declaring(option: string, value: unknown): DeclareTests {
  if (typeof value === 'function') return value as DeclareTests;
  throw new InvalidOptionError(option, 'a function of the test runner; without globals, pass it in', value);
}
