import type { Operation } from './external-service-routes.js';

/** The operations of a server, with what they have been asked so far. */
export class CountedOperations {
  /** The same operations, counted. */
  readonly operations: Readonly<Record<string, Operation>>;
  #requests = 0;
  #failures = 0;
  #inProgress = 0;
  #whenIdle: (() => void)[] = [];

  constructor(operations: Readonly<Record<string, Operation>>) {
    this.operations = Object.fromEntries(
      Object.entries(operations).map(([name, operation]) => [name, this.#counted(operation)]),
    );
  }

  /** What operators see. */
  shown(): { readonly operations: readonly string[]; readonly requests: number; readonly failures: number } {
    return { operations: Object.keys(this.operations), requests: this.#requests, failures: this.#failures };
  }

  /** Resolves when no operation is under way. */
  whenIdle(): Promise<void> {
    if (this.#inProgress === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenIdle.push(resolve));
  }

  #counted(operation: Operation): Operation {
    return async (request) => {
      this.#requests += 1;
      this.#inProgress += 1;
      try {
        return await operation(request);
      } catch (error) {
        this.#failures += 1;
        throw error;
      } finally {
        this.#inProgress -= 1;
        if (this.#inProgress === 0) for (const resolve of this.#whenIdle.splice(0)) resolve();
      }
    };
  }
}
