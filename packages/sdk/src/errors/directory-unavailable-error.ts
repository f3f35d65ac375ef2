import { LoadBalancerError } from './load-balancer-error.js';

/** The control server was never reached, so there is no view to answer from. */
export class DirectoryUnavailableError extends LoadBalancerError {
  override readonly name = 'DirectoryUnavailableError';
  readonly code = 'DIRECTORY_UNAVAILABLE';
  readonly retryable = true;

  constructor(readonly reason: string) {
    super(`Nothing is known of the estate yet: ${reason}. Check the address and the token of Solution Control Server.`);
  }
}
