import type { Clock } from '../time/clock.js';

/** So long one burst of events may keep the process from everything else. ms */
const longestTurnMs = 10;

/** Breaks up work that comes faster than it is done, so that a burst of events does not hold up requests (F13). */
export class WorkInTurns {
  readonly #clock: Clock;
  #since: number | undefined;
  #cancel = (): void => undefined;
  #resume = (): void => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** After a piece of work: whether others have waited long enough. Where they have, await `others`. */
  get isDue(): boolean {
    if (this.#since !== undefined) return this.#clock.now() - this.#since >= longestTurnMs;
    this.#since = this.#clock.now();
    this.#cancel = this.#clock.after(0, () => {
      this.#since = undefined;
      this.#resume();
    });
    return false;
  }

  /** Resolves after everybody else has had their turn, or at the end. */
  async others(): Promise<void> {
    if (this.#since === undefined) return;
    await new Promise<void>((resolve) => {
      this.#resume = resolve;
    });
  }

  end(): void {
    this.#cancel();
    this.#since = undefined;
    this.#resume();
  }
}
