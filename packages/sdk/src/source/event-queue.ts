/** What is pushed now is read later, in order, until the signal aborts. */
export class EventQueue<T> {
  readonly #waiting: T[] = [];
  #wake: () => void = () => undefined;

  push(event: T): void {
    this.#waiting.push(event);
    this.#wake();
  }

  async *read(signal: AbortSignal): AsyncGenerator<T> {
    const onAbort = (): void => {
      this.#wake();
    };
    signal.addEventListener('abort', onAbort);
    try {
      while (!signal.aborted) {
        for (const event of this.#waiting.splice(0)) yield event;
        await this.#more(signal);
      }
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  #more(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      if (this.#waiting.length > 0 || signal.aborted) resolve();
    });
  }
}
