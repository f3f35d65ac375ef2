/** What a process throws at the moment of its death, and ever after: nothing that it does has any effect. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/** Where a process dies: before or after what it does in this step. */
export interface Death {
  readonly step: string;
  readonly moment: 'before' | 'after';
}

/** The life of a process that dies the first time it comes to a certain step. */
export class Life {
  readonly #death: Death | undefined;
  #isOver = false;

  constructor(death?: Death) {
    this.#death = death;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** The same object as a process has it that may die in any of its methods; each is a step of that name. */
  of<T extends object>(target: T): T {
    return new Proxy(target, {
      get: (object, name) => {
        const value: unknown = Reflect.get(object, name, object);
        if (typeof value !== 'function') return value;
        const act = value.bind(object) as (...given: readonly unknown[]) => unknown;
        return this.#isAsync(String(name))
          ? (...given: unknown[]) => this.#step(String(name), () => act(...given))
          : act;
      },
    });
  }

  /** Synchronous methods change nothing in the world. */
  #isAsync(name: string): boolean {
    return name !== 'inputOf';
  }

  async #step(step: string, act: () => unknown): Promise<unknown> {
    if (this.#isOver) throw new Crash();
    const dies = this.#death?.step === step ? this.#death.moment : undefined;
    if (dies === 'before') this.#die();
    const result = await act();
    if (this.isOver) throw new Crash();
    if (dies === 'after') this.#die();
    return result;
  }

  #die(): never {
    this.#isOver = true;
    throw new Crash();
  }
}
