import { LoadBalancerError } from './load-balancer-error.js';

/** The request belongs to a session, and carries no alias that says where the session is. */
export class AliasRequiredError extends LoadBalancerError {
  override readonly name = 'AliasRequiredError';
  readonly code = 'ALIAS_REQUIRED';
  readonly retryable = false;

  constructor() {
    super('The request carries no alias: send the alias of the first answer with every later request of the session.');
  }
}
