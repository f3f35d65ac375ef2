/** Something in a configuration that keeps it from being used, in words, and where. */
export interface Finding {
  /** From the top of the configuration: `['applications', 3, 'connections', 0, 'application']`. */
  readonly path: readonly (string | number)[];
  /** Names the object concerned. */
  readonly message: string;
  /** The rule of the guide that it breaks, where it is one. */
  readonly rule?: string;
}
