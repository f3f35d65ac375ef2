import type { Clock } from '@eservices-lb/sdk';

export interface RoundsOptions<T> {
  readonly all: ReadonlySet<T>;
  readonly visit: (one: T) => void;
  readonly clock: Clock;
}

const stepMs = 1_000;
const stepsInRound = 10;

/**
 * Visits each of many once in ten seconds, a tenth of them every second: nobody notices, where twenty thousand at the same moment would be
 * a pause for everybody else.
 */
export class Rounds<T> {
  readonly #options: RoundsOptions<T>;
  #turn: Iterator<T, undefined>;
  #step = 0;
  #cancel: () => void;

  constructor(options: RoundsOptions<T>) {
    this.#options = options;
    this.#turn = options.all.values();
    this.#cancel = this.#after();
  }

  close(): void {
    this.#cancel();
  }

  #after(): () => void {
    return this.#options.clock.after(stepMs, () => {
      this.#walk();
      this.#cancel = this.#after();
    });
  }

  #walk(): void {
    const { all, visit } = this.#options;
    if (this.#step === 0) this.#turn = all.values();
    this.#step = (this.#step + 1) % stepsInRound;
    const isLast = this.#step === 0;
    for (let left = isLast ? all.size : Math.ceil(all.size / stepsInRound); left > 0; left -= 1) {
      const next = this.#turn.next();
      if (next.done === true) return;
      visit(next.value);
    }
  }
}
