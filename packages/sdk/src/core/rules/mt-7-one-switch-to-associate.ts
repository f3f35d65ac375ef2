import type { ConfigurationIndex, PlacedApplication } from './configuration-index.js';
import { subject, toApplication, toTenant } from './object-references.js';
import { isBefore } from './releases.js';
import type { Breach, Rule } from './rule.js';

export const mt7: Rule = {
  id: 'MT-7',
  severity: 'warning',
  title: 'Clients of release 7.1 need exactly one multimedia switch in the tenant',
  reason:
    'To work as with release 7.1, a client associates Interaction Server with the multimedia switch of its tenant. With several switches it cannot tell which, and with none there is nothing to associate.',
  remedy: 'Leave exactly one multimedia switch in the tenant.',
  *check({ index }) {
    for (const server of index.ofType('InteractionServer')) {
      if (index.isLinkedBackup(server)) continue;
      const clients = index.reachedBy(server).filter(({ object }) => isBefore(object.version, '7.2'));
      for (const [position, tenant] of server.object.tenants.entries()) {
        const { length } = index.multimediaSwitchesOf(tenant);
        const path = ['applications', server.at, 'tenants', position];
        if (length > 1) yield { path, ...severalSwitches(server, tenant, length) };
        if (length === 0) yield* clients.flatMap((client) => noSwitch(server, client, { tenant, index }));
      }
    }
  },
};

function severalSwitches(server: PlacedApplication, tenant: string, count: number): Omit<Breach, 'path'> {
  return {
    message: `${subject(server)}: tenant "${tenant}" has ${count} multimedia switches, so no client can associate the Interaction Server with one`,
    objects: [toApplication(server), toTenant(tenant)],
    remedy: `Leave one multimedia switch in tenant "${tenant}".`,
  };
}

function noSwitch(
  server: PlacedApplication,
  client: PlacedApplication,
  { tenant, index }: { readonly tenant: string; readonly index: ConfigurationIndex },
): readonly Breach[] {
  if (!index.configuredBy(client).object.tenants.includes(tenant)) return [];
  return [
    {
      path: ['applications', client.at, 'version'],
      message: `${subject(client)}: it is of release ${client.object.version} and needs a multimedia switch in tenant "${tenant}" to work with "${server.object.name}", but there is none`,
      objects: [toApplication(client), toApplication(server), toTenant(tenant)],
      remedy: `Configure one multimedia switch in tenant "${tenant}", or bring the client to release 7.2 or later.`,
    },
  ];
}
