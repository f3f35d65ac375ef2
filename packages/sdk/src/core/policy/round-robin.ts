import { Rotation } from './rotation.js';
import type { SelectionPolicy } from './selection-policy.js';

/** Each in turn, from a random start (LB-11). */
export function roundRobin(): SelectionPolicy {
  return {
    name: 'roundRobin',
    createPicker({ random }) {
      const rotation = new Rotation(random);
      return { pick: (candidates, pool) => candidates[rotation.next(candidates, pool)] ?? candidates[0] };
    },
  };
}
