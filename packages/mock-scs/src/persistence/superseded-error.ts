/** Another control server has begun to write to the same estate in the database; this one must not any more. */
export class SupersededError extends Error {
  override readonly name = 'SupersededError';

  constructor(readonly estate: string) {
    super(`another control server keeps the configuration of the estate "${estate}" in this database now`);
  }
}
