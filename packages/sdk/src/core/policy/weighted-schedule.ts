import type { Random } from '../../time/random.js';
import { DeadlineQueue } from './deadline-queue.js';
import type { Candidates } from './selection-policy.js';
import { sharesOf } from './shares.js';

/**
 * Whose turn it is in one pool when some have more turns than others: who has twice the weight is due twice as often, and turns are spread
 * evenly. Time here is counted in turns of the heaviest.
 */
export class WeightedSchedule {
  #candidates: Candidates;
  /** How long each waits between two turns. */
  #intervals: Float64Array;
  #queue: DeadlineQueue;
  #now = 0;
  readonly #random: Random;
  readonly #weight: (dbid: number) => number;

  constructor(
    candidates: Candidates,
    environment: { readonly random: Random; readonly weight: (dbid: number) => number },
  ) {
    this.#random = environment.random;
    this.#weight = environment.weight;
    this.#candidates = candidates;
    const shares = sharesOf(candidates, this.#weight);
    this.#intervals = intervalsOf(shares);
    this.#queue = new DeadlineQueue(firstTurns(this.#intervals, drawByShare(shares, this.#random())));
  }

  /** The index of the next in turn, in O(log N) steps; O(N) when the candidates changed. */
  next(candidates: Candidates): number {
    if (candidates !== this.#candidates) this.#replan(candidates);
    const index = this.#queue.first;
    this.#now = this.#queue.dueOf(index);
    this.#queue.postponeFirst(this.#intervals[index] ?? Infinity);
    return index;
  }

  /** Who was there goes on waiting from where it stood; who is new waits for a random part of its interval, so it neither rushes nor starves. */
  #replan(candidates: Candidates): void {
    const partLeft = new Map<number, number>();
    this.#candidates.forEach(({ dbid }, index) => {
      const interval = this.#intervals[index] ?? Infinity;
      if (interval !== Infinity) partLeft.set(dbid, (this.#queue.dueOf(index) - this.#now) / interval);
    });
    const intervals = intervalsOf(sharesOf(candidates, this.#weight));
    const due = intervals.map((interval, index) =>
      interval === Infinity ? Infinity : (partLeft.get(candidates[index]?.dbid ?? 0) ?? this.#random()) * interval,
    );
    this.#candidates = candidates;
    this.#intervals = intervals;
    this.#queue = new DeadlineQueue(due);
    this.#now = 0;
  }
}

/** Infinity for a share of 0, and for one so small beside the others that its turn never comes. */
const intervalsOf = (shares: Float64Array): Float64Array => shares.map((share) => 1 / share);

/** The first turns, from one who begins: staggered, so that equal weights make a plain rotation. */
function firstTurns(intervals: Float64Array, start: number): Float64Array {
  const { length } = intervals;
  return intervals.map((interval, index) =>
    interval === Infinity ? Infinity : (((index - start + length) % length) / length) * interval,
  );
}

/** An index, each as likely as its share says, so that a fleet restarting together does not begin with the heaviest (R15). */
function drawByShare(shares: Float64Array, chance: number): number {
  let left = chance * shares.reduce((sum, share) => sum + share, 0);
  for (let index = 0; index < shares.length; index += 1) {
    const share = shares[index] ?? 0;
    if (left < share) return index;
    left -= share;
  }
  return shares.findLastIndex((share) => share > 0);
}
