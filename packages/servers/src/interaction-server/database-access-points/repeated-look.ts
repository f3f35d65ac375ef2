import type { Clock } from '@eservices-lb/sdk';

export interface RepeatedLookOptions {
  readonly clock: Clock;
  /** From the end of one look to the beginning of the next, ms. */
  readonly pauseMs: number;
  /** Must not reject. */
  readonly look: () => Promise<void>;
}

/** Looks again and again, one look at a time; whoever asks during one gets another one right after it. */
export class RepeatedLook {
  readonly #options: RepeatedLookOptions;
  #looking: Promise<void> | undefined;
  #isToLookAgain = false;
  #isClosed = false;
  #cancel: () => void = () => undefined;

  constructor(options: RepeatedLookOptions) {
    this.#options = options;
  }

  /** Looks now; resolves when a look that began after this call is over. */
  now(): Promise<void> {
    this.#isToLookAgain = true;
    this.#looking ??= this.#lookAgainAndAgain();
    return this.#looking;
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel();
  }

  async #lookAgainAndAgain(): Promise<void> {
    const { clock, pauseMs, look } = this.#options;
    this.#cancel();
    while (this.#isToLookAgain && !this.#isClosed) {
      this.#isToLookAgain = false;
      await look();
    }
    this.#looking = undefined;
    if (!this.#isClosed) this.#cancel = clock.after(pauseMs, () => void this.now());
  }
}
