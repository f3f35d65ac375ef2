import type { Candidates } from './selection-policy.js';

/**
 * The weights of the candidates divided by the largest, so that no sum of them overflows: in [0, 1], with at least one 1. Where all are 0,
 * all are 1: a floor that everybody has reached makes nobody's turn (R1).
 */
export function sharesOf(candidates: Candidates, weight: (dbid: number) => number): Float64Array {
  const shares = Float64Array.from(candidates, ({ dbid }) => weight(dbid));
  const largest = shares.reduce((most, share) => Math.max(most, share), 0);
  return largest === 0 ? shares.fill(1) : shares.map((share) => share / largest);
}
