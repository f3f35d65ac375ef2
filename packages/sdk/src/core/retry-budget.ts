/** A request earns this part of a second attempt. */
const ratio = 0.2;
/** Second attempts that are always allowed. */
const reserve = 3;
const memoryMs = 10_000;

/**
 * Keeps second attempts from amplifying an outage: at most 20 % of the requests, and 3 (R32, F47). What was earned or spent is forgotten
 * over about 10 s.
 */
export class RetryBudget {
  #credit = 0;
  #at = 0;
  readonly #now: () => number;

  /** `now` is monotonic, in ms. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** A request is made for the first time. */
  earn(): void {
    this.#settle();
    this.#credit += ratio;
  }

  /** Whether a second attempt may be made; it is paid for by asking. */
  spend(): boolean {
    this.#settle();
    if (this.#credit + reserve < 1) return false;
    this.#credit -= 1;
    return true;
  }

  #settle(): void {
    const now = this.#now();
    this.#credit *= Math.exp((this.#at - now) / memoryMs);
    this.#at = now;
  }
}
