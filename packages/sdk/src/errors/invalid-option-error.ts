import { describeValue } from './describe-value.js';
import { LoadBalancerError } from './load-balancer-error.js';

/** An option of `createLoadBalancer` is not what it must be. */
export class InvalidOptionError extends LoadBalancerError {
  override readonly name = 'InvalidOptionError';
  readonly code = 'INVALID_OPTION';
  readonly retryable = false;

  constructor(
    readonly option: string,
    readonly expected: string,
    readonly received: unknown,
  ) {
    super(`Option "${option}" must be ${expected}, but is ${describeValue(received)}.`);
  }
}
