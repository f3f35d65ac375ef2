/** A change is in force, but would be forgotten if the control server ended now. */
export class NotDurableError extends Error {
  override readonly name = 'NotDurableError';

  constructor(cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(
      `The change is in force, but it is not saved and would not survive a restart: ${reason}. Mend this, then send it again.`,
      { cause },
    );
  }
}
