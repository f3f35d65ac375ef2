import { LoadBalancerError } from './load-balancer-error.js';

/** The control server said something that is not of the agreed shape. `path` names the field. */
export class MalformedMessageError extends LoadBalancerError {
  override readonly name = 'MalformedMessageError';
  readonly code = 'MALFORMED_MESSAGE';
  readonly retryable = true;

  constructor(
    readonly subject: string,
    readonly path: string,
    readonly problem: string,
  ) {
    super(`The control server sent a malformed ${subject}${path === '' ? '' : ` at "${path}"`}: ${problem}.`);
  }
}
