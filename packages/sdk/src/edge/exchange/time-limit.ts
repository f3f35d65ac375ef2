import { AxiosError } from 'axios';
import type { InternalAxiosRequestConfig } from 'axios';
import type { Clock } from '../../time/clock.js';

/** How much of the remaining time an attempt may take before another instance is asked. */
const shareOfAttempt = 0.5;

/** The time a request may take, over all its attempts. */
export class TimeLimit {
  readonly #clock: Clock;
  readonly #config: InternalAxiosRequestConfig;
  readonly #totalMs: number;
  readonly #endsAt: number;
  #cancel: (() => void) | undefined;

  /** @throws AxiosError when `timeout` is no number */
  constructor(clock: Clock, config: InternalAxiosRequestConfig) {
    this.#clock = clock;
    this.#config = config;
    const given: unknown = config.timeout ?? 0;
    this.#totalMs = Number(given);
    if (Number.isNaN(this.#totalMs)) {
      throw new AxiosError('error trying to parse `config.timeout` to int', AxiosError.ERR_BAD_OPTION_VALUE, config);
    }
    this.#endsAt = this.#totalMs > 0 ? clock.now() + this.#totalMs : Infinity;
  }

  /**
   * Times an attempt. `onAttemptEnd` is asked first, when half of what is left is gone, and says whether it ended the attempt; `onEnd` is
   * told when all is gone.
   */
  start(onAttemptEnd: (() => boolean) | undefined, onEnd: (error: AxiosError) => void): void {
    this.stop();
    const left = this.#endsAt - this.#clock.now();
    const attemptMs = this.#config.attemptTimeout ?? left * shareOfAttempt;
    if (onAttemptEnd === undefined || attemptMs <= 0 || attemptMs >= left || attemptMs === Infinity) {
      this.#startLast(onEnd);
      return;
    }
    this.#after(attemptMs, () => {
      if (!onAttemptEnd()) this.#startLast(onEnd);
    });
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #startLast(onEnd: (error: AxiosError) => void): void {
    if (this.#endsAt === Infinity) return;
    this.#after(Math.max(0, this.#endsAt - this.#clock.now()), () => {
      onEnd(timeoutError(this.#totalMs, this.#config));
    });
  }

  #after(delayMs: number, task: () => void): void {
    this.#cancel = this.#clock.after(Math.min(delayMs, longestTimerMs), task, { keepAlive: true });
  }
}

const longestTimerMs = 2 ** 31 - 1;

/** As axios words it. */
export function timeoutError(timeoutMs: number, config: InternalAxiosRequestConfig): AxiosError {
  const code = config.transitional?.clarifyTimeoutError === true ? AxiosError.ETIMEDOUT : AxiosError.ECONNABORTED;
  return new AxiosError(config.timeoutErrorMessage ?? `timeout of ${timeoutMs}ms exceeded`, code, config);
}
