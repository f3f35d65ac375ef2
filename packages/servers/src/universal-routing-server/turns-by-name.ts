import { Turns } from './turns.js';

/** Turns of their own for each name, of which there may be any number. */
export class TurnsByName {
  readonly #most: number;
  readonly #turns = new Map<string, Turns>();

  constructor(most: number) {
    this.#most = most;
  }

  async take<T>(name: string, act: () => Promise<T>): Promise<T> {
    const turns = this.#turns.get(name) ?? new Turns(this.#most);
    this.#turns.set(name, turns);
    try {
      return await turns.take(act);
    } finally {
      if (turns.isIdle) this.#turns.delete(name);
    }
  }
}
