/** A request that cannot be fulfilled, and what to answer. */
export class RequestError extends Error {
  override readonly name = 'RequestError';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** The path of the field that is to blame, where one is. */
    readonly field?: string,
  ) {
    super(message);
  }
}
