/** A file of tokens cannot be used. */
export class TokenFileError extends Error {
  override readonly name = 'TokenFileError';

  constructor(
    readonly file: string,
    reason: string,
  ) {
    super(`${file}: ${reason}`);
  }
}
