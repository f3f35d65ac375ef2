import { invalidAliasMessage } from './invalid-alias-message.js';
import { LoadBalancerError } from './load-balancer-error.js';

/** The alias is genuine, but of another tenant. Answer it to outsiders exactly as `AliasInvalidError`; the message is the same. */
export class AliasTenantMismatchError extends LoadBalancerError {
  override readonly name = 'AliasTenantMismatchError';
  readonly code = 'ALIAS_TENANT_MISMATCH';
  readonly retryable = false;

  constructor() {
    super(invalidAliasMessage);
  }
}
