import { LoadBalancerError } from './load-balancer-error.js';

/** Nobody ever heard of the requested type. */
export class UnknownServerTypeError extends LoadBalancerError {
  override readonly name = 'UnknownServerTypeError';
  readonly code = 'UNKNOWN_SERVER_TYPE';
  readonly retryable = false;

  constructor(readonly type: string) {
    super(
      `"${type}" is neither a known server type nor the type of any application in the configuration: check the spelling (ChatServer, EmailServer …).`,
    );
  }
}
