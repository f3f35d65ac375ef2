/** How much the latest value counts against all before it. */
const weight = 0.2;

/** An average in which older values count less and less. Until there is a first value, it is what was assumed. */
export class MovingAverage {
  readonly #assumed: () => number;
  #value: number | undefined;

  constructor(assumed: () => number) {
    this.#assumed = assumed;
  }

  get value(): number {
    return this.#value ?? this.#assumed();
  }

  add(value: number): void {
    this.#value = this.#value === undefined ? value : this.#value + weight * (value - this.#value);
  }
}
