import type { Clock } from '../time/clock.js';

interface Timer {
  readonly at: number;
  readonly task: () => void;
}

/** A clock that stands still until it is told to advance. It begins at 1, because 0 means "never" to some. */
export class ManualClock implements Clock {
  #now = 1;
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.#now;
  }

  wallClock(): number {
    return this.#now;
  }

  after(delayMs: number, task: () => void): () => void {
    const timer: Timer = { at: this.#now + delayMs, task };
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  }

  /** How many timers wait. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Lets `byMs` pass, running what falls due, in order of its time. */
  advance(byMs: number): void {
    const until = this.#now + byMs;
    for (;;) {
      const [next] = [...this.#timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.task();
    }
    this.#now = until;
  }
}
