import type { SelectionRequest } from '../core/model/selection-request.js';
import { LoadBalancerError } from './load-balancer-error.js';

/** Every instance that could be picked has as many requests in flight as the option `maxConcurrency` allows. */
export class ConcurrencyLimitError extends LoadBalancerError {
  override readonly name = 'ConcurrencyLimitError';
  readonly code = 'CONCURRENCY_LIMIT';
  readonly retryable = true;

  constructor(
    readonly request: SelectionRequest,
    /** Requests in flight at one instance. */
    readonly limit: number,
  ) {
    super(
      `Every selectable ${request.type} of tenant "${request.tenant}" is at its limit of requests in flight (maxConcurrency: ${limit}): ` +
        'try again later, add instances, or raise the limit.',
    );
  }
}
