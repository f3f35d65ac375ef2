import type { Dispatcher } from 'undici';
import type { FailureMemory, Outcome } from '../../core/failure-memory.js';
import type { Itinerary } from '../../core/itinerary.js';
import type { Service } from '../../core/model/service.js';
import type { Connector } from '../connections/connector.js';
import type { InstancePools } from '../connections/instance-pools.js';
import { isFaultOfCaller, outcomeOfStatus } from '../exchange/retry-safety.js';

export interface ForwardingParts {
  readonly failureMemory: FailureMemory;
  readonly pools: InstancePools;
  readonly connector: Connector;
}

/** One request given to the dispatcher, with all its attempts; the subclasses tell its handler what becomes of it. */
export abstract class Forwarding {
  readonly #options: Dispatcher.DispatchOptions;
  readonly #itinerary: Itinerary;
  readonly #parts: ForwardingParts;
  #end: ((outcome: Outcome) => void) | undefined;
  #isUnsent = true;
  #status = 0;
  /** The caller ended the request. */
  protected wasAborted = false;

  constructor(options: Dispatcher.DispatchOptions, itinerary: Itinerary, parts: ForwardingParts) {
    this.#options = options;
    this.#itinerary = itinerary;
    this.#parts = parts;
  }

  /** @throws ClosedError */
  send(): void {
    const { service } = this.#itinerary;
    const pool = this.#parts.pools.poolOf(service);
    this.#isUnsent = true;
    this.#end = this.#parts.failureMemory.begin(service.dbid);
    pool.dispatch(this.#options, this as Dispatcher.DispatchHandler);
  }

  protected get service(): Service {
    return this.#itinerary.service;
  }

  protected noteSending(): void {
    this.#isUnsent = false;
  }

  protected noteAnswer(status: number): void {
    this.#status = status;
  }

  protected noteEnd(): void {
    this.#tell(outcomeOfStatus(this.#status));
  }

  /** Notes the failure, and sends the request elsewhere where that is safe; says whether it does. */
  protected goesOnAfter(error: Error): boolean {
    const isFaultless = isFaultOfCaller(error) || (this.wasAborted && error.name !== 'TimeoutError');
    this.#tell(isFaultless ? 'success' : 'failure');
    if (isFaultless || this.wasAborted || this.#status !== 0) return false;
    const wasReused = this.#parts.connector.wasReused(error);
    if (!this.#itinerary.goOn({ isUnsent: this.#isUnsent, wasReused })) return false;
    // Not at once: undici is in the midst of clearing away after the failed attempt.
    queueMicrotask(() => {
      this.#resend(error);
    });
    return true;
  }

  /** The request is given up. */
  protected abstract fail(error: Error): void;

  #resend(failure: Error): void {
    try {
      this.send();
    } catch {
      this.fail(failure);
    }
  }

  #tell(outcome: Outcome): void {
    this.#end?.(outcome);
    this.#end = undefined;
  }
}
