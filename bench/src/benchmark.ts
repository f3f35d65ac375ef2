/** One figure. */
export interface Finding {
  /** What was varied: `100 instances`, say. */
  readonly at: string;
  readonly contender: string;
  readonly value: number;
  readonly unit: string;
}

/** A goal of the project, and whether this run reached it. */
export interface Verdict {
  readonly goal: string;
  readonly measured: string;
  readonly isMet: boolean;
}

export interface Outcome {
  readonly findings: readonly Finding[];
  readonly verdicts: readonly Verdict[];
  /** What a reader of the figures must know. */
  readonly notes?: readonly string[];
}

/** How long to measure. */
export interface Effort {
  readonly isQuick: boolean;
  /** How many times each contender is measured, in turn; the median counts. */
  readonly rounds: number;
  /** How long one measurement takes, ms. */
  readonly msEach: number;
  /** Shows what is under way. */
  readonly progress: (text: string) => void;
}

export interface Benchmark {
  readonly name: string;
  readonly title: string;
  readonly run: (effort: Effort) => Promise<Outcome>;
}
