import type { Application, Host, Tenant } from '@eservices-lb/sdk/wire';

/** Objects at the places where they stand in the file; `undefined` where one could not be read. */
export interface ReadObjects {
  readonly tenants: readonly (Tenant | undefined)[];
  readonly hosts: readonly (Host | undefined)[];
  readonly applications: readonly (Application | undefined)[];
}
