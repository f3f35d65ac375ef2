import { unplayableHere } from './processes/web-node-process-faults.js';
import type { RequiredRow } from './required-rows.js';

/** A row that cannot be played, by this project or on this machine, and why; it is printed with the table. */
export interface UnplayableRow extends RequiredRow {
  readonly reason: string;
}

export const unplayableRows: readonly UnplayableRow[] = unplayableHere;
