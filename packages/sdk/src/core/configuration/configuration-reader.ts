import type { Application, Tenant } from '../../wire/application.js';
import type { ServerType } from '../../wire/server-type.js';
import type { Configuration } from '../directory/snapshot.js';

/** Access to configuration information, the fourth thing that the guide's API gives (LB-10). */
export interface ConfigurationReader {
  application(name: string): Application | undefined;
  applications(filter?: { readonly type?: ServerType; readonly tenant?: string }): readonly Application[];
  tenant(name: string): Tenant | undefined;
  tenants(): readonly Tenant[];
  /** One section of an application's options; empty where there is none. */
  options(application: string, section: string): Readonly<Record<string, string>>;
}

export function configurationReader(current: () => Configuration): ConfigurationReader {
  const applications = (): readonly Application[] => [...current().applications.values()];
  const tenants = (): readonly Tenant[] => [...current().tenants.values()];
  const application = (name: string): Application | undefined => applications().find((one) => one.name === name);
  return {
    application,
    applications: ({ type, tenant } = {}) =>
      applications().filter(
        (one) => (type === undefined || one.type === type) && (tenant === undefined || one.tenants.includes(tenant)),
      ),
    tenant: (name) => tenants().find((one) => one.name === name),
    tenants,
    options(name, section) {
      const options = application(name)?.options ?? {};
      return Object.hasOwn(options, section) ? (options[section] ?? {}) : {};
    },
  };
}
