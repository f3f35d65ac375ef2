/** The control server does not start: what is saved cannot be reached, so changes would be lost or forgotten. */
export class UnusableStoreError extends Error {
  override readonly name = 'UnusableStoreError';

  constructor(cause: unknown) {
    const reason =
      cause instanceof Error ? cause.message || String((cause as NodeJS.ErrnoException).code) : String(cause);
    super(`The place where changes of the configuration are saved cannot be used: ${reason}`, { cause });
  }
}
