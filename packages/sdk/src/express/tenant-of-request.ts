import type { ConfigurationReader } from '../core/configuration/configuration-reader.js';
import type { Application } from '../wire/application.js';
import { DirectoryUnavailableError } from '../errors/directory-unavailable-error.js';
import { InvalidOptionError } from '../errors/invalid-option-error.js';
import { TenantContradictsServiceError } from '../errors/tenant-contradicts-service-error.js';
import { TenantNotServedError } from '../errors/tenant-not-served-error.js';
import { TenantRequiredError } from '../errors/tenant-required-error.js';
import { UnknownServiceError } from '../errors/unknown-service-error.js';
import { UnknownTenantError } from '../errors/unknown-tenant-error.js';

/** Where the rules about tenants look: the estate's configuration, as one Web API Server sees it. */
export interface TenantScope {
  readonly configuration: ConfigurationReader;
  /** The name of this Web API Server's application. */
  readonly application: string;
}

/** What a request to a service says. */
export interface ServiceRequest {
  /** `chat` or `email`, or one of your own: the first part of the section's name, and of the option's. */
  readonly channel: string;
  readonly service: string;
  /** What the request says itself. */
  readonly tenant: string | undefined;
}

/**
 * The tenant that a request to a service is for. The request says it, or the service does: option `_<channel>_endpoint`, as in
 * `_chat_endpoint = Environment:default`, in section `<channel>.<service>` of the application. Where both do, they agree. There is no default (MT-1).
 * @throws UnknownServiceError, TenantContradictsServiceError, and what {@link servedTenant} throws
 */
export function tenantOfRequest(scope: TenantScope, { channel, service, tenant }: ServiceRequest): string {
  const { name, options } = applicationOf(scope);
  const section = `${channel}.${service}`;
  const ofSection = Object.hasOwn(options, section) ? options[section] : undefined;
  if (ofSection === undefined) throw new UnknownServiceError(channel, service, name);
  const ofService = ofSection[`_${channel}_endpoint`]?.split(':')[0]?.trim();
  const wanted = servedTenant(scope, tenant ?? ofService);
  if (ofService !== undefined && wanted !== ofService) {
    throw new TenantContradictsServiceError(service, wanted, ofService);
  }
  return wanted;
}

/**
 * The tenant, if requests may be for it here.
 * @throws TenantRequiredError where there is none (MT-1), UnknownTenantError, TenantNotServedError where the application does not list it
 *   (LB-8), DirectoryUnavailableError before the first view, InvalidOptionError for an application that the configuration does not have
 */
export function servedTenant(scope: TenantScope, tenant: string | undefined): string {
  if (tenant === undefined || tenant === '') throw new TenantRequiredError();
  const { name, tenants } = applicationOf(scope);
  if (scope.configuration.tenant(tenant) === undefined) throw new UnknownTenantError(tenant);
  if (!tenants.includes(tenant)) throw new TenantNotServedError(tenant, name);
  return tenant;
}

function applicationOf({ configuration, application }: TenantScope): Application {
  const found = configuration.application(application);
  if (found !== undefined) return found;
  if (configuration.applications().length === 0) throw new DirectoryUnavailableError('no view of it has come');
  throw new InvalidOptionError('application', 'the name of an application in the configuration', application);
}
