import { invalidAliasMessage } from './invalid-alias-message.js';
import { LoadBalancerError } from './load-balancer-error.js';

/** The alias was not made with one of our keys, or is damaged. */
export class AliasInvalidError extends LoadBalancerError {
  override readonly name = 'AliasInvalidError';
  readonly code = 'ALIAS_INVALID';
  readonly retryable = false;

  constructor() {
    super(invalidAliasMessage);
  }
}
