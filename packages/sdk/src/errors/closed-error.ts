import { LoadBalancerError } from './load-balancer-error.js';

/** The load balancer was closed. */
export class ClosedError extends LoadBalancerError {
  override readonly name = 'ClosedError';
  readonly code = 'CLOSED';
  readonly retryable = false;

  constructor() {
    super('This load balancer is closed: create another one with createLoadBalancer().');
  }
}
