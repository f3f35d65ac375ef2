import { TenantNotServedError } from '../../errors/tenant-not-served-error.js';
import { TenantRequiredError } from '../../errors/tenant-required-error.js';
import { UnknownTenantError } from '../../errors/unknown-tenant-error.js';
import type { Application, Tenant } from '../../wire/application.js';
import type { Configuration } from '../directory/snapshot.js';

/**
 * The tenant that a request names (MT-1).
 * @throws TenantRequiredError, UnknownTenantError
 */
export function tenantNamed(name: unknown, { tenants }: Configuration): Tenant {
  if (typeof name !== 'string' || name === '') throw new TenantRequiredError();
  for (const tenant of tenants.values()) if (tenant.name === name) return tenant;
  throw new UnknownTenantError(name);
}

/**
 * A balancing application serves the tenants on its own list, and no others (LB-8).
 * @throws TenantNotServedError
 */
export function checkServed(tenant: string, application: Application): void {
  if (!application.tenants.includes(tenant)) throw new TenantNotServedError(tenant, application.name);
}
