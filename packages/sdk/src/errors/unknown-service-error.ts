import { LoadBalancerError } from './load-balancer-error.js';

/** The Web API Server has no options for the service that the request goes to, so nothing says whose it is. */
export class UnknownServiceError extends LoadBalancerError {
  override readonly name = 'UnknownServiceError';
  readonly code = 'UNKNOWN_SERVICE';
  readonly retryable = false;

  constructor(
    readonly channel: string,
    readonly service: string,
    readonly application: string,
  ) {
    super(
      `There is no service "${channel}.${service}": use a configured service, or add a section "${channel}.${service}" to the options of ${application}.`,
    );
  }
}
