import { LoadBalancerError } from '../errors/load-balancer-error.js';
import type { SelectionRequest } from './model/selection-request.js';
import type { Service } from './model/service.js';
import type { RetryBudget } from './retry-budget.js';

/** What is known of an attempt that failed without an answer. */
export interface FailedAttempt {
  /** Nothing of the request reached the instance, so that it cannot have been carried out. */
  readonly isUnsent: boolean;
  /** It went over a connection that had served before, which the instance may have closed in the same moment (R16). */
  readonly wasReused: boolean;
}

/** What is to be delivered. */
export interface Delivery {
  readonly request: SelectionRequest;
  /** The instance to go to, where one is named. */
  readonly alias: string | undefined;
  /** It may be carried out twice, and its body can be sent twice. */
  readonly isRepeatable: boolean;
}

export interface ItineraryParts {
  readonly select: (request: SelectionRequest) => Service;
  readonly resolve: (alias: string, request: { readonly tenant: string }) => Service;
  /** Whether what was meant for this application may be given to another instance of the type: not where a session is bound to it (R41). */
  readonly mayMove: (application: string, type: string) => boolean;
  readonly budgetOf: (type: string) => RetryBudget;
  /** How many attempts a request may take in all. */
  readonly maxAttempts: number;
}

/** Where one request goes, and where it goes on when an attempt failed. Never twice to the same instance, but for one replay (R16, R33). */
export class Itinerary {
  /** Where the request goes now. */
  service: Service;
  readonly #delivery: Delivery;
  readonly #parts: ItineraryParts;
  readonly #budget: RetryBudget;
  #attempts = 1;
  #wasReplayed = false;
  #tried: string[] | undefined;

  /** @throws the errors of `select` and `resolve` */
  constructor(delivery: Delivery, parts: ItineraryParts) {
    const { request, alias } = delivery;
    this.#delivery = delivery;
    this.#parts = parts;
    this.service = alias === undefined ? parts.select(request) : parts.resolve(alias, request);
    this.#budget = parts.budgetOf(request.type);
    this.#budget.begin();
  }

  /** Moves on after a failed attempt, where that is safe, somebody is left, and the budget allows; says whether it did. */
  goOn(failed: FailedAttempt): boolean {
    const { isRepeatable } = this.#delivery;
    if (!(failed.isUnsent || isRepeatable) || this.#attempts >= this.#parts.maxAttempts) return false;
    const next = failed.wasReused && !this.#wasReplayed ? this.service : this.#another();
    if (next === undefined || !this.#budget.take()) return false;
    this.#wasReplayed ||= failed.wasReused;
    this.#attempts += 1;
    this.service = next;
    return true;
  }

  /** An instance that was not tried yet. */
  #another(): Service | undefined {
    const { request, alias } = this.#delivery;
    const { application } = this.service;
    if (alias !== undefined && !this.#parts.mayMove(application, request.type)) return undefined;
    this.#tried ??= [...(request.exclude ?? [])];
    this.#tried.push(application);
    try {
      return this.#parts.select({ ...request, exclude: [...this.#tried] });
    } catch (error) {
      if (error instanceof LoadBalancerError) return undefined;
      throw error;
    }
  }
}
