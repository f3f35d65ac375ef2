import type { Application, Host, Tenant } from '@eservices-lb/sdk/wire';

/** What Configuration Server holds. */
export interface Configuration {
  readonly tenants: readonly Tenant[];
  readonly hosts: readonly Host[];
  readonly applications: readonly Application[];
}

export type ObjectKind = 'tenant' | 'host' | 'application';

/** The list of a configuration that holds the objects of a kind. */
export const listOfKind = { tenant: 'tenants', host: 'hosts', application: 'applications' } as const;
