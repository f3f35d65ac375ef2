import type { PlacedApplication } from './configuration-index.js';
import { subject, toApplication, toTenant } from './object-references.js';
import type { Breach, Rule } from './rule.js';
import { typesNotShareable } from './tenancy-of-types.js';

/** A tenant that has such a server only together with another tenant. Who lists too many tenants is a matter of MT-3. */
export const mt2: Rule = {
  id: 'MT-2',
  severity: 'error',
  title: 'What cannot be shared is deployed once per tenant',
  reason:
    'Only Chat, Interaction, SMS, Social Messaging, Universal Contact, Web API and Classification Server can be shared across tenants; of every other eServices application each tenant needs an instance of its own.',
  remedy: 'Deploy an instance for each of the tenants, and let each list only its own.',
  *check({ index }) {
    for (const type of typesNotShareable) {
      for (const [tenant, servers] of index.byTenant(type)) {
        const isServed = servers.some(({ object }) => object.tenants.length === 1);
        const [shared] = servers;
        if (!isServed && shared !== undefined) yield breach(tenant, shared);
      }
    }
  },
};

function breach(tenant: string, shared: PlacedApplication): Breach {
  const { object, at } = shared;
  return {
    path: ['applications', at, 'tenants', object.tenants.indexOf(tenant)],
    message: `${subject(shared)}: tenant "${tenant}" has no ${object.type} of its own, and this one, which it shares with others, cannot be shared`,
    objects: [toApplication(shared), toTenant(tenant)],
    remedy: `Deploy an instance of ${object.type} whose only tenant is "${tenant}", and take "${tenant}" off "${object.name}".`,
  };
}
