/** How a request to an instance ended, as far as the instance is to blame. */
export type Outcome = 'success' | 'refused' | 'failure';

interface Memory {
  inFlight: number;
  /** Weight of the failures at the moment `at`, monotonic ms. */
  failures: number;
  at: number;
}

/** A failure weighs as much as ten requests in flight, a 4xx a hundredth of that (requirements N3). */
const weightOf: Readonly<Record<Outcome, number>> = { success: 0, refused: 0.1, failure: 10 };
const decayMs = 30_000;
const negligible = 0.01;

/** Requests in flight and decayed failures by instance. It advises policies; it never removes a candidate (R24). */
export class FailureMemory {
  readonly #records = new Map<number, Memory>();
  readonly #now: () => number;
  readonly #whenEnded = new Set<() => void>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** 0 for an idle instance without recent failures. */
  readonly score = (dbid: number): number => {
    if (this.#records.size === 0) return 0;
    const record = this.#records.get(dbid);
    return record === undefined ? 0 : record.inFlight + this.#failuresOf(record);
  };

  /** Requests that have begun and not ended. */
  readonly inFlight = (dbid: number): number => this.#records.get(dbid)?.inFlight ?? 0;

  /** A request begins; call what it returns once, when the request has ended. */
  begin(dbid: number): (outcome: Outcome) => void {
    const record = this.#records.get(dbid) ?? { inFlight: 0, failures: 0, at: this.#now() };
    this.#records.set(dbid, record);
    record.inFlight += 1;
    return (outcome) => {
      record.inFlight -= 1;
      record.failures = this.#failuresOf(record) + weightOf[outcome];
      record.at = this.#now();
      if (record.inFlight === 0 && record.failures < negligible && this.#records.get(dbid) === record) {
        this.#records.delete(dbid);
      }
      if (this.#whenEnded.size > 0) for (const listener of [...this.#whenEnded]) listener();
    };
  }

  /** Calls back whenever a request has ended; returns its undoing. */
  onEnd(listener: () => void): () => void {
    this.#whenEnded.add(listener);
    return () => this.#whenEnded.delete(listener);
  }

  /** Forgets the instances that are no longer there (R9). */
  retain(isThere: (dbid: number) => boolean): void {
    for (const dbid of this.#records.keys()) if (!isThere(dbid)) this.#records.delete(dbid);
  }

  #failuresOf(record: Memory): number {
    return record.failures === 0 ? 0 : record.failures * Math.exp((record.at - this.#now()) / decayMs);
  }
}
