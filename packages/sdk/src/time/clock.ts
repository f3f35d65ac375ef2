/** Where all time comes from; injected, so that tests own it. */
export interface Clock {
  /** Monotonic milliseconds from an arbitrary origin, for every duration (R28). Never 0. */
  now(): number;
  /** Milliseconds since 1970, for stamps that people read, never for durations. */
  wallClock(): number;
  /**
   * Runs `task` once, `delayMs` from now, unless the returned cancellation is called first.
   * The timer keeps the process alive only where `keepAlive` says so.
   */
  after(delayMs: number, task: () => void, options?: { readonly keepAlive?: boolean }): () => void;
}
