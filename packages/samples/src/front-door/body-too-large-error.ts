/** The body of a request is longer than the front door hands on. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError';

  constructor(readonly mostBytes: number) {
    super(`The body of the request is longer than ${mostBytes} bytes; send less.`);
  }
}
