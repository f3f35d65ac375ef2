import type { Random } from '../../time/random.js';

/** Those whose turn it may be, never empty, in the order of DBIDs; the same array for as long as nothing of them changes. */
type Members = readonly { readonly dbid: number }[];

interface Position {
  candidates: Members;
  index: number;
}

/**
 * Whose turn it is in each pool. It begins at a random place (R15), and remembers after whom it goes on, not at which index, so that
 * instances come and go without skewing the turn.
 */
export class Rotation {
  readonly #positions = new WeakMap<object, Position>();
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  /** The index of the next in turn. */
  next(candidates: Members, pool: object): number {
    const position = this.#positions.get(pool);
    if (position === undefined) {
      const index = Math.floor(this.#random() * candidates.length);
      this.#positions.set(pool, { candidates, index });
      return index;
    }
    if (position.candidates !== candidates) {
      const last = position.candidates[position.index]?.dbid ?? 0;
      position.index = firstAfter(candidates, last);
      position.candidates = candidates;
      return position.index;
    }
    position.index = position.index + 1 < candidates.length ? position.index + 1 : 0;
    return position.index;
  }
}

/** The index of the first candidate with a higher DBID, or 0 when none has. */
function firstAfter(candidates: Members, dbid: number): number {
  let low = 0;
  let high = candidates.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((candidates[middle]?.dbid ?? Infinity) > dbid) high = middle;
    else low = middle + 1;
  }
  return low < candidates.length ? low : 0;
}
