/** A data set from which nothing can be learned, and what to mend. */
export class DataSetError extends Error {
  override readonly name = 'DataSetError';
  readonly code = 'INVALID_DATA_SET';

  constructor(
    readonly file: string,
    readonly problem: string,
  ) {
    super(`The data set ${file} cannot be used: ${problem}.`);
  }
}
