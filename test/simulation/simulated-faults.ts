import { allFaults } from '../faults/all-faults.js';
import type { Fault } from '../faults/fault.js';

export const simulatedFaults: readonly Fault[] = allFaults.filter(({ kind }) => kind === 'simulated');

/** @throws Error that names those there are */
export function faultOfRow(row: string): Fault {
  const fault = simulatedFaults.find((each) => each.row === row.toUpperCase());
  if (fault !== undefined) return fault;
  throw new Error(
    `There is no simulated fault "${row}"; there are ${simulatedFaults.map((each) => each.row).join(', ')}.`,
  );
}
