import type { ConfigurationReader } from '@eservices-lb/sdk';
import { RefusedError } from './refused-error.js';

/** Where the rules look: the estate's configuration, as seen by one Web API Server. */
export interface Scope {
  readonly configuration: ConfigurationReader;
  /** The name of this Web API Server's application. */
  readonly application: string;
}

/**
 * The tenant that a request to a service is for. The request says it, or the service does by its option `_chat_endpoint` (or
 * `_email_endpoint`); where both do, they agree. There is no default (MT-1).
 * @throws RefusedError with codes 901 to 905
 */
export function tenantOfRequest(
  scope: Scope,
  {
    channel,
    service,
    tenant,
  }: { readonly channel: 'chat' | 'email'; readonly service: string; readonly tenant: string | undefined },
): string {
  const options = serviceOptions(scope, `${channel}.${service}`);
  const [ofService] = options[`_${channel}_endpoint`]?.split(':') ?? [];
  const wanted = servedTenant(scope, tenant ?? ofService);
  if (ofService !== undefined && wanted !== ofService) {
    throw new RefusedError(
      'TENANT_CONTRADICTS_SERVICE',
      `Service "${service}" belongs to tenant "${ofService}", not to "${wanted}".`,
      `Send tenant=${ofService}, leave the tenant out, or use another service.`,
    );
  }
  return wanted;
}

/**
 * The tenant, if requests may be for it here.
 * @throws RefusedError with codes 901 to 903
 */
export function servedTenant({ configuration, application }: Scope, tenant: string | undefined): string {
  if (tenant === undefined) {
    throw new RefusedError(
      'TENANT_MISSING',
      'The request names no tenant (rule MT-1).',
      'Send the parameter "tenant" with every request.',
    );
  }
  if (configuration.tenant(tenant) === undefined) {
    throw new RefusedError(
      'UNKNOWN_TENANT',
      `There is no tenant "${tenant}".`,
      'Send the name of a configured tenant.',
    );
  }
  if (configuration.application(application)?.tenants.includes(tenant) !== true) {
    throw new RefusedError(
      'TENANT_NOT_SERVED',
      `${application} does not serve tenant "${tenant}" (rule LB-8).`,
      "Add the tenant to this Web API Server's Tenants list, or ask a Web API Server that has it.",
    );
  }
  return tenant;
}

function serviceOptions({ configuration, application }: Scope, section: string): Readonly<Record<string, string>> {
  const sections = configuration.application(application)?.options ?? {};
  const options = Object.hasOwn(sections, section) ? sections[section] : undefined;
  if (options !== undefined) return options;
  throw new RefusedError(
    'UNKNOWN_SERVICE',
    `There is no service "${section}".`,
    `Use a configured service, or add a section "${section}" to the options of ${application}.`,
  );
}
