import type { Clock } from '@eservices-lb/sdk';

/** Resolves after a while, or as soon as somebody wakes it. */
export class Pause {
  readonly #clock: Clock;
  #wake: (() => void) | undefined;
  #isWoken = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Ends the pause, or the next one where there is none at the moment. */
  wake(): void {
    this.#isWoken = true;
    this.#wake?.();
  }

  async for(ms: number): Promise<void> {
    if (!this.#isWoken) {
      await new Promise<void>((resolve) => {
        const cancel = this.#clock.after(ms, resolve);
        this.#wake = () => {
          cancel();
          resolve();
        };
      });
    }
    this.#wake = undefined;
    this.#isWoken = false;
  }
}
