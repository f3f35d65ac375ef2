import type { Clock } from './clock.js';

/** Timers that can all be cancelled at the end. */
export class Timers {
  readonly #clock: Clock;
  readonly #cancellations = new Set<() => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Runs the task once, `delayMs` from now, unless everything is cancelled before. */
  after(delayMs: number, task: () => void): void {
    const cancel = this.#clock.after(delayMs, () => {
      this.#cancellations.delete(cancel);
      task();
    });
    this.#cancellations.add(cancel);
  }

  cancelAll(): void {
    for (const cancel of this.#cancellations) cancel();
    this.#cancellations.clear();
  }
}
