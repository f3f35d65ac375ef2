/** How a request to an instance ended, as far as the instance is to blame. `refused` is a 4xx. */
export type Outcome = 'success' | 'refused' | 'failure';

interface Memory {
  inFlight: number;
  /** Weight of the failures at the moment `at`, monotonic ms. */
  failures: number;
  at: number;
}

/** A failure weighs as much as ten requests in flight, a 4xx a hundredth of that (requirements N3). */
const weightOf: Readonly<Record<Outcome, number>> = { success: 0, refused: 0.1, failure: 10 };
const memoryMs = 30_000;

export const isOutcome = (value: unknown): value is Outcome =>
  typeof value === 'string' && Object.hasOwn(weightOf, value);

/**
 * Requests in flight and decayed failures by instance. It advises policies; it never removes a candidate (R24). Failures fade over 30 s, and
 * all are forgotten 30 s after the last: an idle fleet would otherwise never again try an instance that failed once, for even the smallest
 * remainder is more than nothing. They are forgiven at once where another process serves: it has done nothing wrong yet.
 */
export class FailureMemory {
  readonly #records = new Map<number, Memory>();
  readonly #now: () => number;
  readonly #whenEnded = new Set<() => void>();

  /** `now` is monotonic, in ms. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Of how many instances something is remembered. */
  get size(): number {
    return this.#records.size;
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
    const record = this.#recordOf(dbid);
    record.inFlight += 1;
    return (outcome) => {
      record.inFlight -= 1;
      this.#remember(record, outcome);
      if (this.#isNothing(record) && this.#records.get(dbid) === record) this.#records.delete(dbid);
      if (this.#whenEnded.size > 0) for (const listener of [...this.#whenEnded]) listener();
    };
  }

  /** Calls back whenever a request has ended; returns its undoing. */
  onEnd(listener: () => void): () => void {
    this.#whenEnded.add(listener);
    return () => this.#whenEnded.delete(listener);
  }

  /** A request ended whose beginning was not told. */
  report(dbid: number, outcome: Outcome): void {
    if (weightOf[outcome] > 0) this.#remember(this.#recordOf(dbid), outcome);
  }

  /** Forgets the failures of an instance that another process serves from now on; what is in flight still counts. */
  forgive(dbid: number): void {
    const record = this.#records.get(dbid);
    if (record === undefined) return;
    record.failures = 0;
    if (this.#isNothing(record)) this.#records.delete(dbid);
  }

  /** Forgets the instances that are no longer there (R9). */
  retain(isThere: (dbid: number) => boolean): void {
    for (const [dbid, record] of this.#records)
      if (!isThere(dbid) || this.#isNothing(record)) this.#records.delete(dbid);
  }

  #recordOf(dbid: number): Memory {
    const known = this.#records.get(dbid);
    if (known !== undefined) return known;
    const record: Memory = { inFlight: 0, failures: 0, at: 0 };
    this.#records.set(dbid, record);
    return record;
  }

  #remember(record: Memory, outcome: Outcome): void {
    const weight = weightOf[outcome];
    if (weight === 0) return;
    record.failures = this.#failuresOf(record) + weight;
    record.at = this.#now();
  }

  #failuresOf({ failures, at }: Memory): number {
    if (failures === 0) return 0;
    const ageMs = this.#now() - at;
    return ageMs > memoryMs ? 0 : failures * Math.exp(-ageMs / memoryMs);
  }

  #isNothing(record: Memory): boolean {
    return record.inFlight === 0 && this.#failuresOf(record) === 0;
  }
}
