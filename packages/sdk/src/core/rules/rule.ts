import type { ObjectReference } from '../../wire/object-kind.js';
import type { ConfigurationIndex } from './configuration-index.js';
import type { Path } from './path.js';
import type { FactsByName } from './run-time-facts.js';

export type Severity = 'error' | 'warning';

/** One place in a configuration where a rule is broken. */
export interface Breach {
  readonly path: Path;
  /** Names the object and what is wrong with it; a sentence without its full stop. */
  readonly message: string;
  /** The objects concerned; the one to mend comes first. */
  readonly objects: readonly [ObjectReference, ...ObjectReference[]];
  /** How to mend this one, where it can be said better than the rule says it. */
  readonly remedy?: string;
  /** Where it differs from the rule's. */
  readonly severity?: Severity;
}

export interface RuleContext {
  readonly index: ConfigurationIndex;
  /** Empty where only the configuration is known; then the hazards of a running estate are not looked for. */
  readonly facts: FactsByName;
}

/** A rule of the guide that a configuration can break. */
export interface Rule {
  /** The number that code, messages and documentation quote. */
  readonly id: string;
  readonly severity: Severity;
  /** A few words. */
  readonly title: string;
  /** Why the guide asks for it. */
  readonly reason: string;
  /** How to mend a breach. */
  readonly remedy: string;
  check(context: RuleContext): Iterable<Breach>;
}
