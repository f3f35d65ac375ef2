/** Those who want to be told. One that throws, or rejects, harms nobody else; it is counted, and `onError` hears of it (F44). */
export class Listeners<T> {
  readonly #listeners = new Set<(value: T) => unknown>();
  readonly #onError: (error: unknown) => void;
  #failures = 0;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  /** Returns its own undoing. The same function added twice is told twice. */
  add(listener: (value: T) => unknown): () => void {
    const own = (value: T): unknown => listener(value);
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  }

  notify(value: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        const result = listener(value);
        if (result instanceof Promise) result.catch(this.#fail);
      } catch (error) {
        this.#fail(error);
      }
    }
  }

  /** How often one failed. */
  get failures(): number {
    return this.#failures;
  }

  readonly #fail = (error: unknown): void => {
    this.#failures += 1;
    this.#onError(error);
  };

  clear(): void {
    this.#listeners.clear();
  }
}
