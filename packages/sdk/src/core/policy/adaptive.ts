import { Rotation } from './rotation.js';
import type { SelectionPolicy } from './selection-policy.js';

/**
 * The next in rotation, unless one other candidate drawn at random has a lower score (in flight + failure memory). Without feedback all
 * scores are equal, and this is exactly round robin.
 */
export function adaptive(): SelectionPolicy {
  return {
    name: 'adaptive',
    createPicker({ random, score }) {
      const rotation = new Rotation(random);
      return {
        pick(candidates, pool) {
          const index = rotation.next(candidates, pool);
          const next = candidates[index] ?? candidates[0];
          const nextScore = score(next.dbid);
          if (nextScore === 0 || candidates.length === 1) return next;
          const step = 1 + Math.floor(random() * (candidates.length - 1));
          const other = candidates[(index + step) % candidates.length] ?? next;
          return score(other.dbid) < nextScore ? other : next;
        },
      };
    },
  };
}
