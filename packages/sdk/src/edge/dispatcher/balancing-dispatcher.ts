import { Dispatcher } from 'undici';
import { Itinerary } from '../../core/itinerary.js';
import type { Delivery, ItineraryParts } from '../../core/itinerary.js';
import type { SelectionRequest } from '../../core/model/selection-request.js';
import { isIdempotent } from '../exchange/retry-safety.js';
import { CallbackForwarding } from './callback-forwarding.js';
import type { CallbackHandler } from './callback-forwarding.js';
import { ControllerForwarding } from './controller-forwarding.js';
import type { ForwardingParts } from './forwarding.js';

export interface BalancingDispatcherParts extends ItineraryParts, ForwardingParts {}

/** Gives each request to an instance; see `LoadBalancer.dispatcher`. */
export class BalancingDispatcher extends Dispatcher {
  readonly #request: SelectionRequest;
  readonly #alias: string | undefined;
  readonly #parts: BalancingDispatcherParts;

  constructor(request: SelectionRequest, alias: string | undefined, parts: BalancingDispatcherParts) {
    super();
    this.#request = request;
    this.#alias = alias;
    this.#parts = parts;
  }

  /** What goes wrong is told to the handler. Always true: requests beyond what connections take are queued. */
  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    try {
      const itinerary = new Itinerary(this.#delivery(options), this.#parts);
      const forwarding = isOfPresentForm(handler)
        ? new ControllerForwarding(options, handler, itinerary, this.#parts)
        : new CallbackForwarding(options, handler as CallbackHandler, itinerary, this.#parts);
      forwarding.send();
    } catch (error) {
      fail(handler, error as Error);
    }
    return true;
  }

  /** Resolves at once: the connections are the load balancer's, and close with it. */
  override close(callback?: () => void): Promise<void> {
    if (callback !== undefined) queueMicrotask(callback);
    return Promise.resolve();
  }

  /** As `close`. */
  override destroy(error?: Error | (() => void) | null, callback?: () => void): Promise<void> {
    return this.close(typeof error === 'function' ? error : callback);
  }

  #delivery({ method, body, idempotent }: Dispatcher.DispatchOptions): Delivery {
    const isRepeatable = (idempotent ?? isIdempotent(method)) && isReplayable(body);
    return { request: this.#request, alias: this.#alias, isRepeatable };
  }
}

const isOfPresentForm = (handler: Dispatcher.DispatchHandler): boolean => typeof handler.onRequestStart === 'function';

/** Streams and iterables can be sent once only. */
const isReplayable = (body: Dispatcher.DispatchOptions['body']): boolean =>
  body === undefined || body === null || typeof body === 'string' || body instanceof Uint8Array;

function fail(handler: Dispatcher.DispatchHandler, error: Error): void {
  // undici, too, has no controller for a request that was never begun.
  if (isOfPresentForm(handler)) handler.onResponseError?.(undefined as never, error);
  else (handler as CallbackHandler).onError(error);
}
