/** An application server did not do what it was asked, through no fault of who asked. */
export class ServerFailedError extends Error {
  override readonly name = 'ServerFailedError';

  constructor(
    readonly application: string,
    /** It may have done it and only the answer was lost, so the same may be done twice when asked again elsewhere. */
    readonly mayHaveDoneIt: boolean,
    options?: ErrorOptions,
  ) {
    super(`${application} cannot be reached at the moment.`, options);
  }
}
