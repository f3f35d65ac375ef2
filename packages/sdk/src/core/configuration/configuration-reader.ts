import type { Application, Tenant } from '../../wire/application.js';
import type { ServerType } from '../../wire/server-type.js';

/** Access to configuration information, the fourth thing that the guide's API gives (LB-10). */
export interface ConfigurationReader {
  application(name: string): Application | undefined;
  applications(filter?: { readonly type?: ServerType; readonly tenant?: string }): readonly Application[];
  tenant(name: string): Tenant | undefined;
  tenants(): readonly Tenant[];
  /** One section of an application's options; empty where there is none. */
  options(application: string, section: string): Readonly<Record<string, string>>;
}
