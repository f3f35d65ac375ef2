import { pathOf } from './configuration-index.js';
import type { ConfigurationIndex, PlacedApplication, Reach } from './configuration-index.js';
import { interactionServers } from './interaction-servers.js';
import { quoted, subject, toApplication } from './object-references.js';
import type { Breach, Rule } from './rule.js';

export const ixn6: Rule = {
  id: 'IXN-6',
  severity: 'error',
  title: 'Custom servers of different services are told apart by Application Clusters',
  reason:
    'Interaction Server knows directly connected servers by their application type. Custom ones all have the type Third Party Server, so that it would send fax requests to the servers for instant messages, and the other way round.',
  remedy:
    'Make one Application Cluster for each service, connect its servers to it and the cluster to Interaction Server, and let strategies name the cluster (since 8.0.0).',
  *check({ index }) {
    for (const server of interactionServers(index)) {
      if (index.isLinkedBackup(server)) continue;
      for (const group of groupsOf(server, index)) yield* mixedServices(server, group);
    }
  },
};

/** Servers between which Interaction Server cannot distinguish: those connected directly, and those of one cluster. */
function groupsOf(server: PlacedApplication, index: ConfigurationIndex): readonly (readonly Reach[])[] {
  const groups = new Map<PlacedApplication | undefined, Map<PlacedApplication, Reach>>();
  for (const reach of index.reachOf(server)) {
    if (reach.to.object.type !== 'ThirdPartyServer') continue;
    const group = groups.get(reach.cluster) ?? new Map<PlacedApplication, Reach>();
    if (!group.has(reach.to)) group.set(reach.to, reach);
    groups.set(reach.cluster, group);
  }
  return [...groups.values()].map((group) => [...group.values()]);
}

/** The service of a server is what the parameter `service` of the connection to it says. */
function* mixedServices(server: PlacedApplication, group: readonly Reach[]): Iterable<Breach> {
  const [first, second] = group;
  if (first === undefined || second === undefined) return;
  const services = new Set(group.map(({ connection }) => connection.parameters.service));
  const different = group.find(
    ({ connection }) => connection.parameters.service !== first.connection.parameters.service,
  );
  const names = quoted(group.map(({ to }) => to.object.name));
  const holder = first.cluster ?? server;
  const objects = [toApplication(holder), ...group.map(({ to }) => toApplication(to))] as const;
  const known = [...services].filter((service) => service !== undefined);
  if (known.length > 1) {
    yield {
      path: pathOf(different ?? second),
      message: `${subject(holder)}: ${names} do different services (${known.join(', ')}), but Interaction Server cannot tell them apart`,
      objects,
    };
    return;
  }
  if (!services.has(undefined) || first.cluster !== undefined) return;
  yield {
    severity: 'warning',
    path: pathOf(second),
    message: `${subject(holder)}: it is connected directly to the Third Party Servers ${names}, which it cannot tell apart; that is wrong unless all do the same service`,
    objects,
    remedy:
      'Make one Application Cluster for each service; if all do the same, say so by the parameter "service" of each connection.',
  };
}
