import { UnusableCaptureError } from '../unusable-capture-error.js';

/** How a Capture Point tells for which tenant an interaction is (MT-8). */
export interface TenantMapping {
  /** The attributes to look at; the first that an interaction has decides. */
  readonly attributes: readonly string[];
  /** Values of these attributes, and the tenants that they mean. A value that is not here is the name of a tenant. */
  readonly values: Readonly<Record<string, string>>;
  /** For interactions that have none of the attributes, where one is configured. */
  readonly defaultTenant?: string | undefined;
  /** The tenants of the Capture Point that its Interaction Server serves. */
  readonly tenants: readonly string[];
}

/**
 * A value that means no tenant is never passed over in favour of another attribute or of the default: the interaction would reach somebody
 * whom it was not meant for.
 * @throws UnusableCaptureError
 */
export function tenantOfCapture(attributes: Readonly<Record<string, string>>, mapping: TenantMapping): string {
  const name = mapping.attributes.find((each) => valueOf(attributes, each) !== undefined);
  const value = name === undefined ? undefined : valueOf(attributes, name);
  const tenant = value === undefined ? withoutAttribute(mapping) : (valueOf(mapping.values, value) ?? value);
  if (mapping.tenants.includes(tenant)) return tenant;
  const isMapped = value !== undefined && valueOf(mapping.values, value) !== undefined;
  throw new UnusableCaptureError(
    isMapped || value === undefined ? 'TENANT_NOT_SERVED' : 'TENANT_UNMAPPED',
    isMapped || value === undefined
      ? `It is for the tenant "${tenant}", which this Capture Point does not serve (MT-8): add the tenant, or map to another.`
      : `Its attribute "${name ?? ''}" is "${value}", which means no tenant that this Capture Point serves (MT-8): map it in the section "tenants".`,
    name === undefined ? undefined : `attributes.${name}`,
  );
}

function withoutAttribute({ attributes, defaultTenant, tenants }: TenantMapping): string {
  if (defaultTenant !== undefined) return defaultTenant;
  const [only] = tenants;
  if (attributes.length === 0 && tenants.length === 1 && only !== undefined) return only;
  const names = attributes.map((name) => `"${name}"`).join(', ');
  throw new UnusableCaptureError(
    'TENANT_UNKNOWN',
    attributes.length === 0
      ? 'Nothing tells for which tenant it is (MT-8): set the option settings/tenant-attribute.'
      : `It has no attribute that tells for which tenant it is (MT-8): ${names}.`,
    'attributes',
  );
}

function valueOf(record: Readonly<Record<string, string>>, name: string): string | undefined {
  const value = Object.hasOwn(record, name) ? record[name]?.trim() : undefined;
  return value === '' ? undefined : value;
}
