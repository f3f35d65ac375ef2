/** A message goes into logs and to operators: no input makes it longer. */
const longestMessage = 1_000;

/** An input that can never become an interaction as it is: it is set aside, with this reason. */
export class UnusableCaptureError extends Error {
  override readonly name = 'UnusableCaptureError';

  constructor(
    readonly code: string,
    message: string,
    /** The path of the field that is to blame, where one is. */
    readonly field?: string,
  ) {
    super(message.slice(0, longestMessage));
  }
}
