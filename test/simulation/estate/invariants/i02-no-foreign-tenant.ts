import type { Invariant } from './invariant.js';

export const noForeignTenant: Invariant = {
  name: 'I2',
  words: 'what one tenant was given is of no use to another one',
  broken(history) {
    const owners = new Map(history.all('picked').map(({ service, wish }) => [service.alias, wish.tenant]));
    const foreign = history.all('resolved').filter(({ alias, tenant }) => (owners.get(alias) ?? tenant) !== tenant);
    const shared = history.all('picked').filter(({ service, wish }) => owners.get(service.alias) !== wish.tenant);
    return [
      ...foreign.map(
        ({ node, alias, tenant }) => `${node} resolved ${alias} of ${owners.get(alias) ?? ''} for ${tenant}`,
      ),
      ...shared.map(({ node, service }) => `${node} gave ${service.application} under one alias to two tenants`),
    ];
  },
};
