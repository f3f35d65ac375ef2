/** What was asked cannot be done to this application as it is now. The message says why. */
export class ImpossibleActionError extends Error {
  override readonly name = 'ImpossibleActionError';

  constructor(
    readonly application: string,
    readonly action: string,
    reason: string,
  ) {
    super(`Cannot ${action} "${application}": ${reason}.`);
  }
}
