import type { Random } from '../../time/random.js';
import type { Service } from '../model/service.js';

/** Those a request may be given: never empty, in the order of DBIDs, and the same array for as long as nothing changes. */
export type Candidates = readonly [Service, ...Service[]];

/** What a policy may know beside the candidates. */
export interface PolicyEnvironment {
  readonly random: Random;
  /** How busy or troubled an instance is; 0 is idle and sound. */
  readonly score: (dbid: number) => number;
}

/** The momentary memory of a policy within one load balancer. */
export interface Picker {
  /**
   * Chooses one of the candidates in constant time. `pool` stands for the (tenant, type, cluster) asked for: the same object at every call,
   * however the candidates change.
   */
  pick(candidates: Candidates, pool: object): Service;
}

/** How one of several is chosen. A policy has no state of its own; each load balancer has a picker made by it. */
export interface SelectionPolicy {
  readonly name: string;
  createPicker(environment: PolicyEnvironment): Picker;
}
