/** This control server does not serve: the other one of the pair does. */
export class NotPrimaryError extends Error {
  override readonly name = 'NotPrimaryError';

  constructor() {
    super('This control server is the backup of its pair; ask the other one.');
  }
}
