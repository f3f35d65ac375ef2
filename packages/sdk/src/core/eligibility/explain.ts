/** What is to be said of one candidate of a request. */
export interface CandidateReport {
  readonly application: string;
  readonly dbid: number;
  readonly selectable: boolean;
  /** A sentence part an operator reads: "running", "disabled in configuration", "not assigned to tenant Resources". */
  readonly reason: string;
}
