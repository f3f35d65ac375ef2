import type { ConfigurationIndex, PlacedApplication } from './configuration-index.js';
import { interactionServersOf } from './interaction-servers.js';
import { optionOf, sectionOf } from './option-of.js';
import { quoted, subject, toApplication, toTenant } from './object-references.js';
import type { Breach, Rule } from './rule.js';

/** The option that names the attribute of an interaction by which the tenant is told. */
const attributeOption = ['settings', 'tenant-attribute'] as const;
/** The section that maps values of that attribute to tenants; a value that is not in it is the name of a tenant. */
const mappingSection = 'tenants';

export const mt8: Rule = {
  id: 'MT-8',
  severity: 'error',
  title: 'A Capture Point for several tenants maps each interaction to one',
  reason:
    'What a Capture Point captures belongs to no tenant by itself. Which one it is for must be read from configured attributes of each interaction.',
  remedy:
    'Name the attribute in the option settings/tenant-attribute of the Capture Point; where its values are not names of tenants, map them in the section "tenants".',
  *check({ index }) {
    for (const capturePoint of index.ofType('CapturePoint')) {
      if (index.isLinkedBackup(capturePoint)) continue;
      yield* missingAttribute(capturePoint, index);
      yield* brokenMapping(capturePoint, index);
    }
  },
};

function* missingAttribute(capturePoint: PlacedApplication, index: ConfigurationIndex): Iterable<Breach> {
  const own = capturePoint.object.tenants;
  const served = own.length > 0 ? own : tenantsOfServers(capturePoint, index);
  if (served.length < 2 || optionOf(capturePoint.object.options, ...attributeOption) !== undefined) return;
  yield {
    path: ['applications', capturePoint.at, 'options', ...attributeOption],
    message: `${subject(capturePoint)}: it captures for the tenants ${quoted(served)}, but no attribute tells for which of them an interaction is`,
    objects: [toApplication(capturePoint), ...served.map(toTenant)],
  };
}

function* brokenMapping(capturePoint: PlacedApplication, index: ConfigurationIndex): Iterable<Breach> {
  const mapping = Object.entries(sectionOf(capturePoint.object.options, mappingSection));
  if (mapping.length === 0) return;
  const served = tenantsOfServers(capturePoint, index);
  const own = capturePoint.object.tenants;
  for (const [value, tenant] of mapping) {
    const isServed = served.length === 0 || served.includes(tenant);
    const isOwn = own.length === 0 || own.includes(tenant);
    if (index.tenantNames.has(tenant) && isServed && isOwn) continue;
    const why = !index.tenantNames.has(tenant)
      ? 'which does not exist'
      : isServed
        ? 'which the Capture Point does not list'
        : 'which its Interaction Server does not serve';
    yield {
      severity: index.tenantNames.has(tenant) ? 'warning' : 'error',
      path: ['applications', capturePoint.at, 'options', mappingSection, value],
      message: `${subject(capturePoint)}: it maps the value "${value}" to the tenant "${tenant}", ${why}`,
      objects: [toApplication(capturePoint)],
      remedy: 'Map the value to a tenant that the Capture Point and its Interaction Server serve.',
    };
  }
}

const tenantsOfServers = (capturePoint: PlacedApplication, index: ConfigurationIndex): readonly string[] => [
  ...new Set(interactionServersOf(capturePoint, index).flatMap((server) => index.configuredBy(server).object.tenants)),
];
