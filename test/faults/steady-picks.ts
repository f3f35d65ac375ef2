import { systemClock } from '@eservices-lb/sdk';
import type { LoadBalancer, SelectionRequest } from '@eservices-lb/sdk';

const pauseMs = 10;
const batch = 50;

/** How picks went in a span of time. */
export interface PickFigures {
  readonly picks: number;
  /** 99th percentile of a pick and of looking its alias up, microseconds. */
  readonly p99: number;
}

/** A busy application: it picks, and looks up what it picked before, all the time. */
export class SteadyPicks implements Disposable {
  readonly #loadBalancer: LoadBalancer;
  readonly #request: SelectionRequest;
  readonly #took: number[] = [];
  readonly #failures: unknown[] = [];
  #alias: string | undefined;
  #cancel: () => void = () => undefined;

  constructor(loadBalancer: LoadBalancer, request: SelectionRequest) {
    this.#loadBalancer = loadBalancer;
    this.#request = request;
    this.#pick();
  }

  /**
   * What happened since the last time.
   * @throws Error where a pick failed
   */
  take(): PickFigures {
    const took = this.#took.splice(0).sort((a, b) => a - b);
    const [failure] = this.#failures;
    const failed = this.#failures.splice(0).length;
    if (failed > 0) throw new Error(`${failed} of ${took.length + failed} picks failed.`, { cause: failure });
    if (took.length === 0) throw new Error('Nothing was picked.');
    return { picks: took.length, p99: took[Math.floor(took.length * 0.99)]! * 1000 };
  }

  [Symbol.dispose](): void {
    this.#cancel();
  }

  #pick(): void {
    for (let count = 0; count < batch; count += 1) this.#pickOnce();
    this.#cancel = systemClock.after(pauseMs, () => {
      this.#pick();
    });
  }

  #pickOnce(): void {
    const from = systemClock.now();
    try {
      if (this.#alias !== undefined) this.#loadBalancer.resolve(this.#alias, this.#request);
      this.#alias = this.#loadBalancer.select(this.#request).alias;
      this.#took.push(systemClock.now() - from);
    } catch (error) {
      this.#failures.push(error);
    }
  }
}
