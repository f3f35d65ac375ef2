import { RequestError } from './request-error.js';

/**
 * Refuses requests for tenants that are not on the application's list at this moment.
 * @throws RequestError 403
 */
export const tenantsServed =
  (tenants: () => readonly string[]) =>
  (tenant: string): void => {
    if (tenants().includes(tenant)) return;
    throw new RequestError(403, 'TENANT_NOT_SERVED', `This server does not serve tenant "${tenant}".`, 'tenant');
  };
