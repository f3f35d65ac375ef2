import { Dispatcher } from 'undici';
import type { FailureMemory } from '../core/failure-memory.js';
import type { Service } from '../core/model/service.js';
import type { RetryBudget } from '../core/retry-budget.js';
import { ClosedError } from '../errors/closed-error.js';
import { LoadBalancerError } from '../errors/load-balancer-error.js';
import { observed } from './observed-handler.js';
import { isIdempotent, isNeverConnected } from './repeatable.js';

export interface BalancedDispatcherParts {
  /** The instance for a first attempt. @throws LoadBalancerError */
  readonly first: () => Service;
  /** One that is not among those tried, where another may do. @throws LoadBalancerError */
  readonly another: ((tried: readonly string[]) => Service) | undefined;
  readonly dispatcherTo: (url: string) => Dispatcher;
  readonly failureMemory: FailureMemory;
  readonly retryBudget: RetryBudget;
}

const mostAttempts = 3;
const nobody: readonly string[] = [];

/**
 * For `fetch` and undici: every request goes to a picked instance, whatever origin its URL names. The same rules of repetition hold as for
 * `http`, for bodies that can be sent again; the response header `eservices-alias` names the instance that answered.
 */
export class BalancedDispatcher extends Dispatcher {
  readonly #parts: BalancedDispatcherParts;
  #isClosed = false;

  constructor(parts: BalancedDispatcherParts) {
    super();
    this.#parts = parts;
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    this.#parts.retryBudget.earn();
    if (this.#isClosed) throw new ClosedError();
    return this.#attempt(this.#parts.first(), options, { handler, tried: nobody });
  }

  /** The connections are the load balancer's, which closes them. */
  override close(): Promise<void>;
  override close(callback: () => void): void;
  override close(callback?: () => void): Promise<void> | undefined {
    this.#isClosed = true;
    return done(callback);
  }

  override destroy(error?: Error | null): Promise<void>;
  override destroy(callback: () => void): void;
  override destroy(error: Error | null, callback: () => void): void;
  override destroy(first?: Error | null | (() => void), second?: () => void): Promise<void> | undefined {
    this.#isClosed = true;
    return done(typeof first === 'function' ? first : second);
  }

  #attempt(
    service: Service,
    options: Dispatcher.DispatchOptions,
    { handler, tried }: { readonly handler: Dispatcher.DispatchHandler; readonly tried: readonly string[] },
  ): boolean {
    const { dispatcherTo, failureMemory } = this.#parts;
    const again = (error: Error): boolean =>
      this.#again(error, options, { handler, tried: [...tried, service.application] });
    const observation = { end: failureMemory.begin(service.dbid), alias: service.alias, again };
    return dispatcherTo(service.url).dispatch(options, observed(handler, observation));
  }

  /** Whether the request is made at another instance instead of failing. */
  #again(
    error: Error,
    options: Dispatcher.DispatchOptions,
    { handler, tried }: { readonly handler: Dispatcher.DispatchHandler; readonly tried: readonly string[] },
  ): boolean {
    const { body, method } = options;
    const isReplayable = body === undefined || body === null || typeof body === 'string' || Buffer.isBuffer(body);
    if (!isReplayable || tried.length >= mostAttempts) return false;
    if (!isNeverConnected(error) && !isIdempotent(method)) return false;
    const next = this.#another(tried);
    if (next === undefined || !this.#parts.retryBudget.spend()) return false;
    this.#attempt(next, options, { handler, tried });
    return true;
  }

  #another(tried: readonly string[]): Service | undefined {
    try {
      return this.#isClosed ? undefined : this.#parts.another?.(tried);
    } catch (error) {
      if (error instanceof LoadBalancerError) return undefined; // The failure itself is told.
      throw error;
    }
  }
}

function done(callback: (() => void) | undefined): Promise<void> | undefined {
  if (callback === undefined) return Promise.resolve();
  queueMicrotask(callback);
  return undefined;
}
