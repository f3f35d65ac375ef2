import { LoadBalancerError } from './load-balancer-error.js';

/** The port that the connection leads to does not exist; there is no silent fallback (LB-13). */
export class PortNotConfiguredError extends LoadBalancerError {
  override readonly name = 'PortNotConfiguredError';
  readonly code = 'PORT_NOT_CONFIGURED';
  readonly retryable = false;

  constructor(
    readonly application: string,
    readonly portId: string,
  ) {
    super(
      `${application} has no port with id "${portId}" (LB-13): add it to the application, or correct the port of the connection.`,
    );
  }
}
