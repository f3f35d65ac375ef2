import { LoadBalancerError } from './load-balancer-error.js';

/** The tenant does not exist. */
export class UnknownTenantError extends LoadBalancerError {
  override readonly name = 'UnknownTenantError';
  readonly code = 'UNKNOWN_TENANT';
  readonly retryable = false;

  constructor(readonly tenant: string) {
    super(
      `Tenant "${tenant}" is not in the configuration: check the spelling, or add the tenant to the Configuration Layer.`,
    );
  }
}
