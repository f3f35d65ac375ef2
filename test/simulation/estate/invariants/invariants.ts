import type { History } from '../history.js';
import { onlyEligible } from './i01-only-eligible.js';
import { noForeignTenant } from './i02-no-foreign-tenant.js';
import { sameInstance } from './i03-same-instance.js';
import { versionsForward } from './i04-versions-forward.js';
import { viewsConverge } from './i05-views-converge.js';
import { promisesSettle } from './i06-promises-settle.js';
import { nothingLeft } from './i07-nothing-left.js';
import { nothingUnhandled } from './i08-nothing-unhandled.js';
import { countsTrue } from './i09-counts-true.js';
import { wholeSnapshots } from './i10-whole-snapshots.js';
import type { Invariant } from './invariant.js';

export const invariants: readonly Invariant[] = [
  ...[onlyEligible, noForeignTenant, sameInstance, versionsForward, viewsConverge],
  ...[promisesSettle, nothingLeft, nothingUnhandled, countsTrue, wholeSnapshots],
];

/** Something that must hold in every run did not. */
export class InvariantBrokenError extends Error {
  override readonly name = 'InvariantBrokenError';
  constructor(
    readonly invariant: Invariant['name'],
    readonly violations: readonly string[],
  ) {
    super(`${invariant} does not hold: ${violations.slice(0, 3).join('; ')}${violations.length > 3 ? '; …' : ''}`);
  }
}

/** @throws InvariantBrokenError */
export function checkInvariants(history: History): void {
  for (const { name, broken } of invariants) {
    const violations = broken(history);
    if (violations.length > 0) throw new InvariantBrokenError(name, violations);
  }
}
