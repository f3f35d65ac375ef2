import type { Clock } from '@eservices-lb/sdk';
import { nextTurn } from '../../../packages/sdk/src/time/next-turn.js';
import { VirtualTime } from '../virtual-time.js';

/** The wall clock at the beginning, ms since 1970: epochs are made of it. */
const beginning = 1_800_000_000_000;

/** The clock of one part of the simulation, which knows how many of its timers wait. */
export interface CountedClock extends Clock {
  readonly pending: number;
}

/** Virtual time for things that wait for promises as well as for timers: after every task everything that it set going has come to rest. */
export class SimulatedClock {
  readonly #time = new VirtualTime();
  #isActive = false;

  /** Monotonic ms; begins at 1, because 0 means "never" to some. */
  readonly now = (): number => 1 + this.#time.now();

  /** Promises were set going: nothing else happens until they have come to rest. */
  readonly stir = (): void => {
    this.#isActive = true;
  };

  /** A clock for one part, whose timers are counted apart. A quiet one's tasks say themselves where they set promises going. */
  part({ isQuiet = false }: { readonly isQuiet?: boolean } = {}): CountedClock {
    const timers = { pending: 0 };
    return {
      now: this.now,
      wallClock: () => beginning + this.now(),
      get pending() {
        return timers.pending;
      },
      after: (delayMs, task) => {
        let isWaiting = true;
        const stop = (): void => {
          if (isWaiting) timers.pending -= 1;
          isWaiting = false;
        };
        timers.pending += 1;
        this.#time.at(this.#time.now() + Math.max(0, delayMs), () => {
          if (!isWaiting) return;
          stop();
          this.#isActive ||= !isQuiet;
          task();
        });
        return stop;
      },
    };
  }

  /** Lets `ms` pass. With `coarseMs`, what is due within so long of each other comes to rest together; for where very many wait. */
  async pass(ms: number, { coarseMs = 0 }: { readonly coarseMs?: number } = {}): Promise<void> {
    const until = this.#time.now() + ms;
    await comeToRest();
    while (this.#time.runNext(until)) {
      if (!this.#isActive) continue;
      if (coarseMs > 0) this.#time.runUntil(Math.min(until, this.#time.now() + coarseMs));
      await comeToRest();
      this.#isActive = false;
    }
    this.#time.passUntil(until);
  }
}

/** Promises that are settled have been heard of. Twice, because the SDK itself takes a turn in which others have theirs (`follow`). */
async function comeToRest(): Promise<void> {
  await nextTurn();
  await nextTurn();
}
