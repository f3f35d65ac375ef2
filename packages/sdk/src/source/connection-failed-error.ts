/** A connection to the control server could not be made. `retryAfterMs` is how long the control server asked to be left alone. */
export class ConnectionFailedError extends Error {
  override readonly name = 'ConnectionFailedError';
  readonly retryAfterMs: number;

  constructor(message: string, details: { readonly retryAfterMs?: number; readonly cause?: unknown } = {}) {
    super(message, { cause: details.cause });
    this.retryAfterMs = details.retryAfterMs ?? 0;
  }
}
