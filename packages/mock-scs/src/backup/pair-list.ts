import type { EstateConfiguration } from '@eservices-lb/sdk/rules';
import type { Application } from '@eservices-lb/sdk/wire';
import { firstPairState } from './pair-state.js';
import type { PairState, PairStep } from './pair-state.js';
import { keyOfPair, warmPairs } from './warm-pair.js';
import type { WarmPair } from './warm-pair.js';

/** A pair that is looked after. */
export interface FollowedPair {
  pair: WarmPair;
  state: PairState;
  cancelWake: () => void;
  /** It is being looked at; what happens meanwhile is looked at afterwards. */
  isInReview: boolean;
  isToBeReviewedAgain: boolean;
  /** Who waits for the end of a handover. */
  readonly waiting: Set<(end: Pick<PairStep, 'change' | 'failed'>) => void>;
}

/** What became of the pairs when the configuration changed. */
export interface PairChanges {
  readonly begun: readonly FollowedPair[];
  /** The names of those that were in a pair and are in none now. */
  readonly released: readonly string[];
}

/** The pairs of the estate, and the pair of each application. */
export class PairList {
  #pairs: ReadonlyMap<string, FollowedPair> = new Map();
  readonly #byMember = new Map<string, FollowedPair>();
  /** The backup that each application names, to see whether a change of an application changes pairs. */
  readonly #backups = new Map<string, string>();

  get all(): Iterable<FollowedPair> {
    return this.#pairs.values();
  }

  of(application: string): FollowedPair | undefined {
    return this.#byMember.get(application);
  }

  /** Takes over a change of one application; whether pairs begin or end with it, and all must be read anew. */
  change(application: Application): boolean {
    if (this.#backups.get(application.name) !== application.backup) return true;
    const followed = this.#byMember.get(application.name);
    if (followed === undefined) return false;
    const isPrimary = followed.pair.primary.name === application.name;
    followed.pair = { ...followed.pair, [isPrimary ? 'primary' : 'backup']: application };
    return false;
  }

  /** Forgets everything. */
  clear(): void {
    for (const each of this.all) end(each);
    this.#pairs = new Map();
    this.#byMember.clear();
    this.#backups.clear();
  }

  /** What is known of a pair stays for as long as it is made of the same applications. */
  read(configuration: EstateConfiguration): PairChanges {
    const before = this.#pairs;
    const membersBefore = [...this.#byMember.keys()];
    const pairs = new Map(warmPairs(configuration).map((pair) => [keyOfPair(pair), following(pair, before)]));
    this.#pairs = pairs;
    this.#byMember.clear();
    for (const each of pairs.values()) {
      this.#byMember.set(each.pair.primary.name, each).set(each.pair.backup.name, each);
    }
    this.#backups.clear();
    for (const { name, backup } of configuration.applications)
      if (backup !== undefined) this.#backups.set(name, backup);
    for (const [key, ended] of before) if (!pairs.has(key)) end(ended);
    return {
      begun: [...pairs].filter(([key]) => !before.has(key)).map(([, followed]) => followed),
      released: membersBefore.filter((name) => !this.#byMember.has(name)),
    };
  }
}

function end({ cancelWake, waiting }: FollowedPair): void {
  cancelWake();
  for (const tell of waiting) tell({});
}

function following(pair: WarmPair, before: ReadonlyMap<string, FollowedPair>): FollowedPair {
  const known = before.get(keyOfPair(pair));
  if (known !== undefined) {
    known.pair = pair;
    return known;
  }
  return {
    ...{ pair, state: firstPairState, cancelWake: () => undefined, waiting: new Set() },
    ...{ isInReview: false, isToBeReviewedAgain: false },
  };
}
