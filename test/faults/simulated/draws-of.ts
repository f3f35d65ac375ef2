import { seededRandom } from '@eservices-lb/sdk/testing';

/** What a run draws by lot; the same seed draws the same. */
export interface Draws {
  /** In [0, 1). */
  readonly random: () => number;
  /** Both ends included. */
  integer(from: number, to: number): number;
  isTrue(probability: number): boolean;
  oneOf<T>(list: readonly T[]): T;
  shuffled<T>(list: readonly T[]): readonly T[];
}

export function drawsOf(seed: number): Draws {
  const random = seededRandom(seed);
  const integer = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
  return {
    random,
    integer,
    isTrue: (probability) => random() < probability,
    oneOf: (list) => list[integer(0, list.length - 1)]!,
    shuffled: (list) =>
      list
        .map((each) => ({ each, at: random() }))
        .sort((one, other) => one.at - other.at)
        .map(({ each }) => each),
  };
}
