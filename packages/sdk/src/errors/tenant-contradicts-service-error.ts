import { LoadBalancerError } from './load-balancer-error.js';

/** The request names another tenant than the one that its service belongs to. */
export class TenantContradictsServiceError extends LoadBalancerError {
  override readonly name = 'TenantContradictsServiceError';
  readonly code = 'TENANT_CONTRADICTS_SERVICE';
  readonly retryable = false;

  constructor(
    readonly service: string,
    /** What the request says. */
    readonly tenant: string,
    /** What the service's endpoint option says. */
    readonly tenantOfService: string,
  ) {
    super(
      `Service "${service}" belongs to tenant "${tenantOfService}", not to "${tenant}": send tenant=${tenantOfService}, leave the tenant out, or use another service.`,
    );
  }
}
