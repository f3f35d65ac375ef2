import { Readable } from 'node:stream';
import { AxiosError, CanceledError } from 'axios';
import type { AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import type { FailureMemory, Outcome } from '../../core/failure-memory.js';
import { Itinerary } from '../../core/itinerary.js';
import type { ItineraryParts } from '../../core/itinerary.js';
import type { SelectionRequest } from '../../core/model/selection-request.js';
import { ClosedError } from '../../errors/closed-error.js';
import type { Clock } from '../../time/clock.js';
import { prefixOf } from './request-target.js';
import { isFaultOfCaller, isIdempotent, outcomeOfStatus } from './retry-safety.js';
import { TimeLimit, timeoutError } from './time-limit.js';
import type { Attempt, PreparedRequest, Transport } from './transport.js';

export interface ExchangeParts extends ItineraryParts {
  readonly transportFor: (config: InternalAxiosRequestConfig) => Transport;
  readonly failureMemory: FailureMemory;
  readonly clock: Clock;
  /** The exchanges under way. */
  readonly live: Set<Exchange>;
}

/** One request of a caller, with all its attempts. */
export class Exchange {
  readonly #config: InternalAxiosRequestConfig;
  readonly #parts: ExchangeParts;
  readonly #prefix: string;
  readonly #prepared: PreparedRequest;
  readonly #itinerary: Itinerary;
  readonly #limit: TimeLimit;
  readonly #isRepeatable: boolean;
  #attempt: Attempt | undefined;
  /** The attempt took too long, and the itinerary went on already. */
  #hasMoved = false;
  #isOver = false;
  /** The caller's signal was one of a time limit, which says something of the instance (F19). */
  #timedOut = false;

  /** @throws AxiosError, and the errors of `select` and `resolve` */
  constructor(request: SelectionRequest, config: InternalAxiosRequestConfig, parts: ExchangeParts) {
    this.#config = config;
    this.#parts = parts;
    this.#limit = new TimeLimit(parts.clock, config);
    this.#prefix = prefixOf(config);
    this.#prepared = parts.transportFor(config).prepare(config);
    this.#isRepeatable = this.#prepared.isReplayable && isIdempotent((config.method ?? 'get').toUpperCase());
    this.#itinerary = new Itinerary({ request, alias: config.alias, isRepeatable: this.#isRepeatable }, parts);
  }

  /** Resolves with any answer, whatever its status. */
  async run(): Promise<AxiosResponse> {
    this.#listen();
    for (;;) {
      try {
        const response = await this.#send();
        this.#finish(response);
        return response;
      } catch (error) {
        if (this.#goesOn(error)) continue;
        this.#stop();
        if (error instanceof AxiosError) error.request ??= this.#attempt?.request;
        throw error;
      }
    }
  }

  /** Ends the exchange, for a reason that no other attempt would change. */
  readonly abort = (reason: Error): void => {
    this.#isOver = true;
    this.#attempt?.abort(reason);
  };

  async #send(): Promise<AxiosResponse> {
    const { service } = this.#itinerary;
    const asked = this.#attempt === undefined ? [] : (this.#config.asked ?? []);
    if (asked.at(-1) !== service.application) this.#config.asked = [...asked, service.application];
    this.#config.alias = service.alias;
    this.#config.baseURL = service.url + this.#prefix;
    const end = this.#parts.failureMemory.begin(service.dbid);
    try {
      const attempt = this.#prepared.attempt(service);
      this.#attempt = attempt;
      this.#limit.start(this.#isRepeatable ? this.#onSlowAttempt : undefined, this.abort);
      const response = await attempt.response;
      tellOutcome(response, end);
      return response;
    } catch (error) {
      end(isFaultOfCaller(error) && !this.#timedOut ? 'success' : 'failure');
      throw error;
    }
  }

  #goesOn(error: unknown): boolean {
    if (this.#isOver || this.#attempt === undefined) return false;
    if (this.#hasMoved) {
      this.#hasMoved = false;
      return true;
    }
    const { isUnsent } = this.#attempt;
    return !isFaultOfCaller(error) && this.#itinerary.goOn({ isUnsent, wasReused: this.#attempt.wasReused(error) });
  }

  /** An instance that accepts and then says nothing is given up while there is time to ask another one (F21). */
  readonly #onSlowAttempt = (): boolean => {
    const attempt = this.#attempt;
    if (attempt === undefined || attempt.isAnswering) return false;
    if (!this.#itinerary.goOn({ isUnsent: attempt.isUnsent, wasReused: false })) return false;
    this.#hasMoved = true;
    attempt.abort(timeoutError(this.#config.timeout ?? 0, this.#config));
    return true;
  };

  #listen(): void {
    this.#parts.live.add(this);
    const { signal, cancelToken } = this.#config;
    signal?.addEventListener?.('abort', this.#onAbort);
    (cancelToken as Subscribable | undefined)?.subscribe?.(this.#onAbort);
  }

  #finish({ data }: AxiosResponse<unknown>): void {
    this.#limit.stop();
    if (data instanceof Readable) data.once('close', this.#stop);
    else this.#stop();
  }

  readonly #stop = (): void => {
    this.#limit.stop();
    this.#parts.live.delete(this);
    const { signal, cancelToken } = this.#config;
    signal?.removeEventListener?.('abort', this.#onAbort);
    (cancelToken as Subscribable | undefined)?.unsubscribe?.(this.#onAbort);
  };

  readonly #onAbort = (reason: unknown): void => {
    const { signal } = this.#config;
    const why: unknown = signal !== undefined && 'reason' in signal ? signal.reason : undefined;
    this.#timedOut = typeof why === 'object' && why !== null && 'name' in why && why.name === 'TimeoutError';
    this.abort(reason instanceof CanceledError ? reason : new CanceledError(undefined, this.#config));
  };
}

/** What axios's types leave out of its cancel token. */
interface Subscribable {
  readonly subscribe?: (listener: (reason: unknown) => void) => void;
  readonly unsubscribe?: (listener: (reason: unknown) => void) => void;
}

/** A stream is in flight until its end. */
function tellOutcome({ status, data }: AxiosResponse<unknown>, end: (outcome: Outcome) => void): void {
  const outcome = outcomeOfStatus(status);
  if (!(data instanceof Readable)) {
    end(outcome);
    return;
  }
  data.once('close', () => {
    end(data.errored === null || isFaultOfCaller(data.errored) ? outcome : 'failure');
  });
}

/** For those whom the closing of the load balancer overtakes. */
export function abortAll(exchanges: Iterable<Exchange>): void {
  for (const exchange of exchanges) exchange.abort(new ClosedError());
}
