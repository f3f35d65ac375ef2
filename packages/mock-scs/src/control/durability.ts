import { NotDurableError } from './not-durable-error.js';
import type { NewNotice } from './world.js';

/** Resolved: whatever the commitment is about has happened to every change so far. */
export type Commitment = () => Promise<void>;

/** What must have happened to a change of the configuration before anybody is told that it is done. Without commitments, nothing. */
export class Durability {
  readonly #notify: (notice: NewNotice) => void;
  readonly #commitments = new Set<Commitment>();
  #isFailing = false;

  constructor(notify: (notice: NewNotice) => void) {
    this.#notify = notify;
  }

  /** @returns its own undoing */
  add(commitment: Commitment): () => void {
    this.#commitments.add(commitment);
    return () => {
      this.#commitments.delete(commitment);
    };
  }

  /**
   * Waits for every commitment about the changes so far. The first failure in a row makes a notice, and so does its end.
   * @throws NotDurableError
   */
  async committed(): Promise<void> {
    try {
      await Promise.all([...this.#commitments].map((commitment) => commitment()));
    } catch (error) {
      const failure = new NotDurableError(error);
      if (!this.#isFailing) this.#notify({ level: 'error', code: 'NOT_DURABLE', message: failure.message });
      this.#isFailing = true;
      throw failure;
    }
    if (!this.#isFailing) return;
    this.#isFailing = false;
    const message = 'All changes of the configuration are saved again.';
    this.#notify({ level: 'info', code: 'DURABLE_AGAIN', message });
  }
}
