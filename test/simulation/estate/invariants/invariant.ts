import type { History } from '../history.js';

/** What must hold in every run, whatever goes wrong in it; read from the history when the run is over. */
export interface Invariant {
  readonly name: `I${number}`;
  readonly words: string;
  /** Each time that it did not hold, in words; empty where it always did. */
  broken(history: History): readonly string[];
}
