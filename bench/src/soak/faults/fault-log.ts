/** A fault that was. */
export interface LoggedFault {
  /** Seconds from the beginning of the load. */
  readonly at: number;
  readonly kind: string;
  /** What it did; or why it could not be done, or whom it hit is not back. */
  readonly effect: string;
  readonly isBack: boolean;
  /** From its beginning until every application was running again, ms. */
  readonly tookMs: number;
  /** How many requests were told to ask again, or found nobody, meanwhile. */
  readonly interrupted: number;
}
