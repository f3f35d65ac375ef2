import { systemClock } from '@eservices-lb/sdk';

const tickMs = 1;

/** How late the event loop was, ms. */
export interface Lag {
  readonly p99: number;
  readonly worst: number;
  /** The part of it for which this process was at work, and not only waiting for a processor. */
  readonly ownP99: number;
}

/** Measures how late timers are, as the event loop of a busy process is. */
export class EventLoopLag implements Disposable {
  readonly #late: number[] = [];
  readonly #own: number[] = [];
  #cancel: () => void = () => undefined;

  constructor() {
    this.#tick();
  }

  stop(): Lag {
    this.#cancel();
    return { p99: percentile(this.#late, 0.99), worst: Math.max(...this.#late), ownP99: percentile(this.#own, 0.99) };
  }

  [Symbol.dispose](): void {
    this.#cancel();
  }

  #tick(): void {
    const due = systemClock.now() + tickMs;
    const used = process.cpuUsage();
    this.#cancel = systemClock.after(tickMs, () => {
      const late = Math.max(0, systemClock.now() - due);
      const { user, system } = process.cpuUsage(used);
      this.#late.push(late);
      this.#own.push(Math.min(late, (user + system) / 1000));
      this.#tick();
    });
  }
}

const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;
