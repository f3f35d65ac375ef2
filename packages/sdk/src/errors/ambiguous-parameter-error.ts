import { LoadBalancerError } from './load-balancer-error.js';

/** The request says a parameter more than once, and differently, or not as a text. */
export class AmbiguousParameterError extends LoadBalancerError {
  override readonly name = 'AmbiguousParameterError';
  readonly code = 'AMBIGUOUS_PARAMETER';
  readonly retryable = false;

  constructor(readonly parameter: string) {
    super(`The request does not say one "${parameter}" as a text: send the parameter once, or everywhere the same.`);
  }
}
