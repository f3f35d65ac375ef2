import { LoadBalancerError } from './load-balancer-error.js';

/** The session-bound instance behind the alias is stopped (LB-6). */
export class InstanceStoppedError extends LoadBalancerError {
  override readonly name = 'InstanceStoppedError';
  readonly code = 'INSTANCE_STOPPED';
  readonly retryable = false;

  constructor(
    readonly application: string,
    readonly type: string,
  ) {
    super(`${application} has stopped, and with it the session (LB-6): start a new one.`);
  }
}
