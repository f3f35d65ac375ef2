import { TenantRequiredError } from '../../errors/tenant-required-error.js';
import { UnknownTenantError } from '../../errors/unknown-tenant-error.js';
import type { Tenant } from '../../wire/application.js';

/**
 * The tenant that a request names (MT-1).
 * @throws TenantRequiredError, UnknownTenantError
 */
export function tenantNamed(name: unknown, tenants: ReadonlyMap<string, Tenant>): Tenant {
  if (typeof name !== 'string' || name === '') throw new TenantRequiredError();
  const tenant = tenants.get(name);
  if (tenant === undefined) throw new UnknownTenantError(name);
  return tenant;
}
