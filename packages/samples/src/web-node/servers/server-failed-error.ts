/**
 * How a server failed. `refused`: nobody listens there. `unreachable`: no connection could be made for another reason. `silent`: no answer came in time. `broken`: the connection broke.
 * `answered`: it said itself that it could not. `abandoned`: nobody waited for the answer any more, and the server is not to blame.
 */
export type FailureManner = 'refused' | 'unreachable' | 'silent' | 'broken' | 'answered' | 'abandoned';

/** An application server did not do what it was asked, through no fault of who asked. */
export class ServerFailedError extends Error {
  override readonly name = 'ServerFailedError';
  readonly manner: FailureManner;

  constructor(
    readonly application: string,
    /** It may have done it and only the answer was lost, so the same may be done twice when asked again elsewhere. */
    readonly mayHaveDoneIt: boolean,
    { manner = 'answered', cause }: { readonly manner?: FailureManner; readonly cause?: unknown } = {},
  ) {
    super(`${application} cannot be reached at the moment.`, { cause });
    this.manner = manner;
  }
}
