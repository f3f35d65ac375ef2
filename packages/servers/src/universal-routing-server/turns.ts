/** So many at a time, the others one after the other in the order in which they came. */
export class Turns {
  readonly #most: number;
  readonly #waiting: (() => void)[] = [];
  #underWay = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Nobody has a turn or waits for one. */
  get isIdle(): boolean {
    return this.#underWay === 0;
  }

  async take<T>(act: () => Promise<T>): Promise<T> {
    if (this.#underWay >= this.#most)
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    else this.#underWay += 1;
    try {
      return await act();
    } finally {
      // The turn goes to whoever has waited longest, and ends where nobody has.
      const next = this.#waiting.shift();
      if (next === undefined) this.#underWay -= 1;
      else next();
    }
  }
}
