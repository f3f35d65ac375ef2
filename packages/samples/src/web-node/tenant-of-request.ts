export { servedTenant, tenantOfRequest } from '@eservices-lb/sdk/express';
export type { TenantScope as Scope } from '@eservices-lb/sdk/express';
