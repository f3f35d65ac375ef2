/** How a method passes through a proxy. */
export interface PassedMethod {
  /** Doing it twice is like doing it once, so that it may be sent to the next server where the first was lost with it. */
  readonly isRepeatable: boolean;
}

/** What desktops may ask of the server behind a proxy, by name. Nothing else passes. */
export type PassedMethods = ReadonlyMap<string, PassedMethod>;
