interface Wait {
  readonly ms: number;
  readonly operation: string;
}

const mostOddities = 20;

/** What became of the requests of a load. */
export class LoadRecord {
  readonly #latencies: number[] = [];
  readonly #failures = new Map<string, number>();
  readonly #oddities: string[] = [];
  #worstWait: Wait = { ms: 0, operation: '' };
  interruptions = 0;
  lateMessages = 0;
  moves = 0;
  missing = 0;
  doubled = 0;
  acknowledged = 0;

  answered(latencyMs: number): void {
    this.#latencies.push(latencyMs);
  }

  failed(operation: string, why: string): void {
    const text = `${operation}: ${why}`;
    this.#failures.set(text, (this.#failures.get(text) ?? 0) + 1);
  }

  /** Answered with statusCode 1: not now, ask again. */
  interrupted(): void {
    this.interruptions += 1;
  }

  /** The visitor could not keep its pace. */
  late(): void {
    this.lateMessages += 1;
  }

  /** The reply names another Chat Server than the request did. */
  moved(): void {
    this.moves += 1;
  }

  /** From the first attempt to the answer that counted, told-to-ask-again included. */
  waited(ms: number, operation: string): void {
    if (ms > this.#worstWait.ms) this.#worstWait = { ms, operation };
  }

  /** How many times is there what was acknowledged, a message in the transcript for example. */
  found(times: number, what: string): void {
    this.acknowledged += 1;
    if (times === 0) this.missing += 1;
    if (times > 1) this.doubled += 1;
    if (times !== 1 && this.#oddities.length < mostOddities) this.#oddities.push(`${times} times: ${what}`);
  }

  get worstWait(): Wait {
    return this.#worstWait;
  }

  /** What is missing or doubled, the first of it. */
  get oddities(): readonly string[] {
    return this.#oddities;
  }

  get requests(): number {
    return this.#latencies.length;
  }

  /** Reasons, each with how often it was one. */
  get failures(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#failures);
  }

  get failureCount(): number {
    return [...this.#failures.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Within so many ms came the given share of the answers, 0 to 1. */
  latency(share: number): number {
    const sorted = Float64Array.from(this.#latencies).sort();
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  }
}
