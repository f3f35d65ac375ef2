import { LoadBalancerError } from './load-balancer-error.js';

/** The request names no tenant; there is no default one (MT-1). */
export class TenantRequiredError extends LoadBalancerError {
  override readonly name = 'TenantRequiredError';
  readonly code = 'TENANT_REQUIRED';
  readonly retryable = false;

  constructor() {
    super(
      'A tenant is required (MT-1): give the name of the tenant on whose behalf the request is made, even in a single-tenant estate.',
    );
  }
}
