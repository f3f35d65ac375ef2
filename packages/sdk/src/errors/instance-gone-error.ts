import { LoadBalancerError } from './load-balancer-error.js';

/** The instance behind the alias was removed from the configuration, or is no longer connected, and its grace period is over. */
export class InstanceGoneError extends LoadBalancerError {
  override readonly name = 'InstanceGoneError';
  readonly code = 'INSTANCE_GONE';
  readonly retryable = false;

  constructor(readonly dbid: number) {
    super(
      `The application with DBID ${dbid} is no longer in the configuration of this Web API Server: start a new session.`,
    );
  }
}
