/** What a Capture Point has done since it was started, and how it is, for operators. */
export class CaptureTally {
  #captured = 0;
  #setAside = 0;
  #problem: string | undefined;

  get captured(): number {
    return this.#captured;
  }

  get setAside(): number {
    return this.#setAside;
  }

  /** Why it does not capture at the moment. */
  get problem(): string | undefined {
    return this.#problem;
  }

  addCaptured(): void {
    this.#captured += 1;
    this.#problem = undefined;
  }

  addSetAside(): void {
    this.#setAside += 1;
  }

  waits(problem: string): void {
    this.#problem = problem;
  }

  goesOn(): void {
    this.#problem = undefined;
  }
}
