import type { ObjectReference } from '../../wire/object-kind.js';

/** Something in a configuration that is wrong, or deserves a second look, in words, and where. */
export interface Finding {
  /** From the top of the configuration: `['applications', 3, 'connections', 0, 'application']`. */
  readonly path: readonly (string | number)[];
  /** Names the object concerned. */
  readonly message: string;
  /** The rule of the guide that it breaks, where it is one. */
  readonly rule?: string;
  /** An error refuses the configuration, a warning does not. Absent means an error. */
  readonly severity?: 'error' | 'warning';
  /** What it is about. */
  readonly objects?: readonly ObjectReference[];
  /** How to mend it. */
  readonly remedy?: string;
}
