import type { ConfigurationIndex, PlacedApplication } from './configuration-index.js';
import { subject, toApplication, toTenant } from './object-references.js';
import type { Breach, Rule } from './rule.js';
import { isEServicesType, mayListSeveralTenants } from './tenancy-of-types.js';

export const mt3: Rule = {
  id: 'MT-3',
  severity: 'error',
  title: 'An application lists exactly one tenant, unless its type may list more',
  reason:
    'Each eServices application works for one tenant, by its Tenants tab. UCS, Chat, Classification, SMS and Interaction Server may list more, and Web API Server may where it is itself balanced.',
  remedy: 'Leave one tenant on the list, and deploy another instance for each of the others.',
  *check({ index }) {
    for (const application of index.applications) {
      const { type, tenants } = application.object;
      if (!isEServicesType(type) || index.isLinkedBackup(application)) continue; // LB-14: the primary's tenants count.
      if (tenants.length === 0) yield noTenant(application);
      if (tenants.length > 1 && !mayListSeveralTenants(type)) yield* furtherTenants(application, index);
    }
  },
};

function noTenant(application: PlacedApplication): Breach {
  return {
    path: ['applications', application.at, 'tenants'],
    message: `${subject(application)}: it lists no tenant, so nobody is served by it`,
    objects: [toApplication(application)],
    remedy: 'List the tenant that it works for.',
  };
}

function* furtherTenants(application: PlacedApplication, index: ConfigurationIndex): Iterable<Breach> {
  const { type, tenants } = application.object;
  if (type === 'WebAPIServer' && isBalanced(application, index)) return;
  for (const [position, tenant] of tenants.entries()) {
    if (position === 0 || tenants.indexOf(tenant) < position) continue;
    yield {
      path: ['applications', application.at, 'tenants', position],
      objects: [toApplication(application), toTenant(tenant)],
      ...wordsFor(application, tenant),
    };
  }
}

type Words = Pick<Breach, 'message' | 'remedy' | 'severity'>;

function wordsFor(application: PlacedApplication, tenant: string): Words {
  const lists = `${subject(application)}: it lists the further tenant "${tenant}"`;
  switch (application.object.type) {
    case 'SocialMessagingServer':
      return {
        severity: 'warning',
        message: `${lists}, on which the guide contradicts itself: its opening sentence counts Social Messaging Server among the applications that "can be shared across tenants", but the list of those that "can have more than one Tenant specified" leaves it out`,
        remedy: 'To be safe, deploy one Social Messaging Server per tenant.',
      };
    case 'WebAPIServer':
      return {
        message: `${lists}, but a Web API Server may list more than one only if it is itself an object of load balancing, and nothing balances this one`,
        remedy:
          'Connect whatever balances the Web API Servers to it (directly or through an Application Cluster), add another Web API Server for one of its tenants, or leave one tenant on the list.',
      };
    default:
      return { message: `${lists}, but ${application.object.type} works for exactly one tenant` };
  }
}

/** Somebody connects to it, or there is another one to balance it with for a tenant of its. */
function isBalanced(application: PlacedApplication, index: ConfigurationIndex): boolean {
  const { type, tenants } = application.object;
  return application.clients.length > 0 || tenants.some((tenant) => index.ofTypeAndTenant(type, tenant).length > 1);
}
