import type { Interaction } from '../interaction.js';
import type { Arrival } from './arrival.js';

/** The interactions at one strategy: those that wait, in the order of arrival, and how many are with routing servers. */
export class StrategyLine {
  #waiting: Arrival[] = [];
  /** In the order of arrival; interactions that were given away keep theirs. */
  readonly #numbers = new WeakMap<Interaction, number>();
  #arrived = 0;
  #pending = 0;

  constructor(
    readonly tenant: string,
    readonly strategy: string,
  ) {}

  get waiting(): number {
    return this.#waiting.length;
  }

  get pending(): number {
    return this.#pending;
  }

  add(arrival: Arrival): void {
    this.#numbers.set(arrival.interaction, ++this.#arrived);
    this.#waiting.push(arrival);
  }

  /** Gives those that wait away, one after the other, until `give` says that nobody takes more; they are pending from then on. */
  give<T>(give: (arrival: Arrival) => T | undefined): readonly T[] {
    const given: T[] = [];
    for (const arrival of this.#waiting) {
      const one = give(arrival);
      if (one === undefined) break;
      given.push(one);
    }
    if (given.length > 0) this.#waiting = this.#waiting.slice(given.length);
    this.#pending += given.length;
    return given;
  }

  /** They are not with a routing server any more, and come before all that arrived after them again. */
  takeBack(arrivals: readonly Arrival[]): void {
    this.#pending -= arrivals.length;
    const numberOf = ({ interaction }: Arrival): number => this.#numbers.get(interaction) ?? 0;
    this.#waiting = [...arrivals, ...this.#waiting].sort((one, other) => numberOf(one) - numberOf(other));
  }

  /** One that was pending is not here any more. */
  finish(): void {
    this.#pending -= 1;
  }

  /** Nobody waits any more. Says who did. */
  withdraw(): readonly Arrival[] {
    const withdrawn = this.#waiting;
    this.#waiting = [];
    return withdrawn;
  }
}
