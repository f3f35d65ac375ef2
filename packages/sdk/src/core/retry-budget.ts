const share = 0.2;
const minimum = 3;
const halfWindowMs = 5_000;

interface Count {
  requests: number;
  repetitions: number;
}

/**
 * Keeps repetitions from making an outage worse (R32, F47): among the requests of the last 10 s, and among all there ever were, there are
 * never more repetitions than 20 % of the requests, and 3.
 */
export class RetryBudget {
  readonly #now: () => number;
  readonly #ever: Count = { requests: 0, repetitions: 0 };
  #current: Count = { requests: 0, repetitions: 0 };
  #previous: Count = { requests: 0, repetitions: 0 };
  #turnAt = -Infinity;

  /** `now` is monotonic, ms. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** A request begins, which may come to need repetitions. */
  begin(): void {
    this.#turn();
    this.#current.requests += 1;
    this.#ever.requests += 1;
  }

  /** Whether one more attempt may be made; if so, it is counted. */
  take(): boolean {
    this.#turn();
    const recent = {
      requests: this.#current.requests + this.#previous.requests,
      repetitions: this.#current.repetitions + this.#previous.repetitions,
    };
    if (!hasRoom(recent) || !hasRoom(this.#ever)) return false;
    this.#current.repetitions += 1;
    this.#ever.repetitions += 1;
    return true;
  }

  /** Forgets what is older than the window, half a window at a time. */
  #turn(): void {
    const now = this.#now();
    if (now < this.#turnAt) return;
    this.#previous = now < this.#turnAt + halfWindowMs ? this.#current : { requests: 0, repetitions: 0 };
    this.#current = { requests: 0, repetitions: 0 };
    this.#turnAt = now + halfWindowMs;
  }
}

const hasRoom = ({ requests, repetitions }: Count): boolean => repetitions + 1 <= requests * share + minimum;
