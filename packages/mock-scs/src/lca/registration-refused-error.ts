/** The Local Control Agent does not accept this application: its name is unknown, its secret is wrong, or it is linked already. */
export class RegistrationRefusedError extends Error {
  override readonly name = 'RegistrationRefusedError';

  constructor(
    readonly application: string,
    readonly reason: string,
  ) {
    super(`The Local Control Agent refused "${application}": ${reason}`);
  }
}
