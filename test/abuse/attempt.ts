import type { Stage } from './stage.js';

/** Who tries: each knows and reaches other things; docs/security.md says which. */
export type Who = 'visitor' | 'tenant' | 'agent' | 'foreign page' | 'neighbour' | 'reader' | 'application server';

interface Described {
  readonly who: Who;
  /** What is tried, in a few words. */
  readonly attempt: string;
  /** What it is aimed at. */
  readonly surface: string;
}

/** An attempt that is played against the estate. */
export interface Attempt extends Described {
  /** What must be answered: status, and code or what else tells the answer from others. */
  readonly expected: string;
  /** Takes seconds, as a time limit has to pass: it is begun before all others, and looked at in its turn. */
  readonly isSlow?: true;
  /** Why it cannot be played on this machine. */
  readonly skippedFor?: string;
  readonly play: (stage: Stage) => Promise<string>;
}

/** An attempt that another test makes already. */
export interface TestedElsewhere extends Described {
  readonly outcome: string;
  /** Its file, below `test/`, and words of its title. */
  readonly testedIn: readonly [file: string, title: string];
}
