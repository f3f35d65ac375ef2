/** What is stored cannot be used at all; it must be set aside before a new beginning. */
export class DamagedStoreError extends Error {
  override readonly name = 'DamagedStoreError';

  constructor(
    readonly place: string,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`${place} cannot be used: ${reason}`, options);
  }
}
