import { LoadBalancerError } from './load-balancer-error.js';

/** The tenant exists, but the balancing application does not list it (LB-8). */
export class TenantNotServedError extends LoadBalancerError {
  override readonly name = 'TenantNotServedError';
  readonly code = 'TENANT_NOT_SERVED';
  readonly retryable = false;

  constructor(
    readonly tenant: string,
    readonly application: string,
  ) {
    super(
      `Tenant "${tenant}" is not on the Tenants list of ${application} (LB-8): add it there, or ask a Web API Server that serves this tenant.`,
    );
  }
}
