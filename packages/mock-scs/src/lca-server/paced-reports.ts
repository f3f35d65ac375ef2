import type { Clock } from '@eservices-lb/sdk';
import type { Report } from '../lca/messages.js';

/** So many reports of one application are heard at once, and after them one in `intervalMs`. */
const burst = 100;
const intervalMs = 10;
/** Beyond so many that wait, nothing more is read of whoever sends them. */
const mostWaiting = 100;

export interface PacedReportsOptions {
  readonly clock: Clock;
  readonly onReport: (report: Report) => void;
  /** Reads no more from the application, or goes on. */
  readonly stopReading: () => void;
  readonly goOnReading: () => void;
}

/**
 * What one application reports, at a pace that leaves everybody else their time: each status goes to every load balancer of the estate. What
 * comes faster waits, in order; of figures that wait only the latest are heard, for they say all that the former said.
 */
export class PacedReports {
  readonly #options: PacedReportsOptions;
  readonly #waiting: Report[] = [];
  #allowed = burst;
  #countedAt: number;
  #cancel: (() => void) | undefined;

  constructor(options: PacedReportsOptions) {
    this.#options = options;
    this.#countedAt = options.clock.now();
  }

  add(report: Report): void {
    if (this.#waiting.length === 0 && this.#isAllowed()) {
      this.#options.onReport(report);
      return;
    }
    const last = this.#waiting.at(-1);
    const both = last && together(last, report);
    if (both === undefined) this.#waiting.push(report);
    else this.#waiting[this.#waiting.length - 1] = both;
    if (this.#waiting.length === mostWaiting) this.#options.stopReading();
    this.#hearLater();
  }

  /** What waits is heard no more. */
  close(): void {
    this.#cancel?.();
    this.#waiting.length = 0;
  }

  #hearLater(): void {
    this.#cancel ??= this.#options.clock.after(intervalMs, () => {
      this.#cancel = undefined;
      this.#hear();
    });
  }

  #hear(): void {
    while (this.#waiting.length > 0 && this.#isAllowed()) {
      const report = this.#waiting.shift();
      if (report !== undefined) this.#options.onReport(report);
    }
    if (this.#waiting.length > 0) this.#hearLater();
    else this.#options.goOnReading();
  }

  #isAllowed(): boolean {
    const now = this.#options.clock.now();
    this.#allowed = Math.min(burst, this.#allowed + (now - this.#countedAt) / intervalMs);
    this.#countedAt = now;
    if (this.#allowed < 1) return false;
    this.#allowed -= 1;
    return true;
  }
}

/** One report that says what both say, where there is one. What a status leaves out stays as it was. */
function together(former: Report, later: Report): Report | undefined {
  if (later.type === 'work') return former.type === 'work' ? later : undefined;
  if (later.type !== 'status' || former.type !== 'status' || later.status !== former.status) return undefined;
  return { ...former, ...later };
}
