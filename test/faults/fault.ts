/** What a run measured, by what it is of, the unit included: `{ 'ms until live': 4200 }`. */
export type Figures = Readonly<Record<string, number>>;

/** One row of the table of faults: what goes wrong, and what must hold all the same. */
export interface Fault {
  readonly row: `F${number}`;
  /** On virtual time, by a seed; with real processes; or through the TCP proxy with toxics. */
  readonly kind: 'simulated' | 'processes' | 'proxy';
  readonly fault: string;
  readonly condition: string;
  /**
   * Lets it happen once and resolves with what was measured. Throws where the condition does not hold. The same seed gives the same run where it is
   * simulated. `tell` is given what happened, line by line, where the run keeps a history of it.
   */
  play(seed: number, tell?: (line: string) => void): Promise<Figures>;
}
