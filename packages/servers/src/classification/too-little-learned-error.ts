/** Texts cannot be told apart yet. */
export class TooLittleLearnedError extends Error {
  override readonly name = 'TooLittleLearnedError';
  readonly code = 'TOO_LITTLE_LEARNED';

  constructor(options?: ErrorOptions) {
    super('Two categories and ten different words have to be learned first: add examples.', options);
  }
}
