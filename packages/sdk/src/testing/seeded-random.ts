import type { Random } from '../time/random.js';

const { imul } = Math; // Looked up once; see sharded-map.ts.

/** Numbers in [0, 1) that are the same at every run: mulberry32, good enough for tests and for nothing else. `seed` is an integer. */
export function seededRandom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}
