import { InvalidOptionError } from '../../errors/invalid-option-error.js';
import { hashText, scramble } from './hash.js';
import type { Candidates, SelectionPolicy } from './selection-policy.js';
import { sharesOf } from './shares.js';

/** What a pick needs of the candidates, worked out once for each array of them. */
interface Contenders {
  readonly hashes: Int32Array;
  /** Undefined where all are equal. */
  readonly shares: Float64Array | undefined;
}

/**
 * Affinity by the request's `key`: the instance with the highest random weight for the key, which is the same on every web node. When an
 * instance goes, only its keys move, and they spread evenly over the others (N4); the parameter `weight` of a connection gives a share.
 * A pick costs O(N) multiplications and allocates nothing; it throws InvalidOptionError when the request has no key.
 */
export function rendezvous(): SelectionPolicy {
  return {
    name: 'rendezvous',
    createPicker({ weight }) {
      const known = new WeakMap<Candidates, Contenders>();
      return {
        pick(candidates, _pool, key) {
          const keyHash = hashText(checkKey(key));
          let contenders = known.get(candidates);
          if (contenders === undefined) {
            contenders = contendersOf(candidates, weight);
            known.set(candidates, contenders);
          }
          return candidates[winnerOf(contenders, keyHash)] ?? candidates[0];
        },
      };
    },
  };
}

function checkKey(key: unknown): string {
  if (typeof key === 'string' && key !== '') return key;
  throw new InvalidOptionError(
    'key',
    'a non-empty text in the request, because the policy rendezvous picks by it',
    key,
  );
}

function contendersOf(candidates: Candidates, weight: (dbid: number) => number): Contenders {
  const shares = sharesOf(candidates, weight);
  return {
    hashes: Int32Array.from(candidates, ({ dbid }) => scramble(dbid)),
    shares: shares.every((share) => share === 1) ? undefined : shares,
  };
}

function winnerOf({ hashes, shares }: Contenders, keyHash: number): number {
  let winner = 0;
  let highest = -Infinity;
  for (let index = 0; index < hashes.length; index += 1) {
    const drawn = scramble(keyHash ^ (hashes[index] ?? 0));
    const score = shares === undefined ? drawn : weightedScore(drawn, shares[index] ?? 0);
    if (score > highest) {
      winner = index;
      highest = score;
    }
  }
  return winner;
}

/**
 * Grows with the draw, so equal shares order the contenders as the bare draws do; and the highest of several is theirs in proportion to
 * their shares (logarithmic method, Schindelhauer and Schomaker 2005).
 */
function weightedScore(drawn: number, share: number): number {
  const unit = (drawn + 2 ** 31 + 0.5) / 2 ** 32;
  return -share / Math.log(unit);
}
