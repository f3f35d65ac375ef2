/** The addresses of a control server and its backup, by index, and until when each asked to be left alone. */
export class Addresses {
  readonly count: number;
  #current = 0;
  readonly #notBefore: number[];

  constructor(count: number) {
    this.count = count;
    this.#notBefore = Array.from({ length: count }, () => 0);
  }

  get current(): number {
    return this.#current;
  }

  /** Monotonic ms. */
  leaveAlone(until: number): void {
    this.#notBefore[this.#current] = until;
  }

  /**
   * Moves to the next address that may be tried at `at`, or else to the one that may be tried first, and returns from when on it may be tried.
   * Monotonic ms.
   */
  moveOn(at: number): number {
    const inTurn = Array.from({ length: this.count }, (_, step) => (this.#current + step + 1) % this.count);
    const free = inTurn.find((address) => this.#freeFrom(address) <= at);
    this.#current = free ?? inTurn.reduce((a, b) => (this.#freeFrom(b) < this.#freeFrom(a) ? b : a));
    return Math.max(at, this.#freeFrom(this.#current));
  }

  #freeFrom(address: number): number {
    return this.#notBefore[address] ?? 0;
  }
}
