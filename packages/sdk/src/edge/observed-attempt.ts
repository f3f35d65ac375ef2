import type { Outcome } from '../core/failure-memory.js';

/** The response header that says which instance answered. */
export const aliasHeader = 'eservices-alias';

/** What somebody wants to know of one attempt. */
export interface Observation {
  /** The alias of the instance that the attempt goes to. */
  readonly alias: string;
  /** Told once, at the end. */
  readonly end: (outcome: Outcome) => void;
  /** Asked when the attempt failed before any answer; true where another attempt has been made of it. */
  readonly again: (error: Error) => boolean;
}

/** How the attempt goes, whichever kind of handler hears of it. */
export class ObservedAttempt {
  readonly #observation: Observation;
  #status = 0;
  #isAborted = false;

  constructor(observation: Observation) {
    this.#observation = observation;
  }

  aborted(): void {
    this.#isAborted = true;
  }

  answered(status: number): void {
    this.#status = status;
  }

  completed(): void {
    const { end } = this.#observation;
    end(this.#status >= 500 ? 'failure' : this.#status >= 400 ? 'refused' : 'success');
  }

  /** Whether the failure has become another attempt, and is not to be told. */
  failed(error: Error): boolean {
    const { end, again } = this.#observation;
    end(this.#isAborted ? 'success' : 'failure');
    return !this.#isAborted && this.#status === 0 && again(error);
  }
}
