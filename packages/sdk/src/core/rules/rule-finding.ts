import type { ObjectReference } from '../../wire/object-kind.js';
import type { Path } from './path.js';
import type { Severity } from './rule.js';

/** A breach of a rule, complete. */
export interface RuleFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly path: Path;
  readonly message: string;
  /** The objects concerned; the one to mend comes first. */
  readonly objects: readonly ObjectReference[];
  readonly remedy: string;
}
