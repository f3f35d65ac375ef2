import type { Random } from '../../time/random.js';
import type { Service } from '../model/service.js';
import type { Place } from './place.js';

/**
 * Those a request may be given: never empty, in the order of DBIDs, and the same array for as long as nothing of them changes, their
 * weights and places included; so what a policy works out of it can be kept in a WeakMap.
 */
export type Candidates = readonly [Service, ...Service[]];

/** What a policy may know beside the candidates. Of a warm standby pair, everything but the weight is said of the member that serves. */
export interface PolicyEnvironment {
  readonly random: Random;
  /** How busy or troubled an instance is; 0 is idle and sound. */
  readonly score: (dbid: number) => number;
  /** The share that an instance is meant to have beside the others: a finite number of 0 or more, 1 where the connection says nothing. */
  readonly weight: (dbid: number) => number;
  /** Where an instance stands. */
  readonly place: (dbid: number) => Place;
  /** Where the balancing application itself stands. */
  readonly home: () => Place;
  /** For how long an instance has been running, in ms; `Infinity` where it ran already when it was first seen. */
  readonly runningForMs: (dbid: number) => number;
}

/** The momentary memory of a policy within one load balancer. */
export interface Picker {
  /**
   * Chooses one of the candidates in a bounded number of steps; synchronous, and best without allocating. `pool` stands for the
   * (tenant, type, cluster) asked for: the same object at every call, however the candidates change. `key` is the request's.
   */
  pick(candidates: Candidates, pool: object, key?: string): Service;
}

/** How one of several is chosen. A policy has no state of its own; each load balancer has a picker made by it. */
export interface SelectionPolicy {
  readonly name: string;
  createPicker(environment: PolicyEnvironment): Picker;
}
