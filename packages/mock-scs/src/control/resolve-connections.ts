import type { Application, Connection, Port } from '@eservices-lb/sdk/wire';
import type { EstateConfiguration as Configuration } from '@eservices-lb/sdk/rules';
import type { ConnectedApplication } from '../lca/messages.js';

/**
 * The addresses behind an application's connections, directly or through an Application Cluster (LB-2), each application once
 * (LB-12). A connection whose port cannot be told is left out: whoever needs it says so by name.
 */
export function resolveConnections(configuration: Configuration, application: Application): ConnectedApplication[] {
  const applications = new Map(configuration.applications.map((each) => [each.name, each]));
  const addresses = new Map(configuration.hosts.map(({ name, address }) => [name, address]));
  const resolved = new Map<string, ConnectedApplication>();
  for (const connection of throughClusters(application.connections, applications)) {
    const target = applications.get(connection.application);
    const port = target && portOf(target, connection);
    const host = addresses.get(target?.host ?? '');
    if (target === undefined || port === undefined || host === undefined || resolved.has(target.name)) continue;
    resolved.set(target.name, {
      application: target.name,
      type: target.type,
      host,
      port: port.port,
      secure: port.secure,
    });
  }
  return [...resolved.values()];
}

function throughClusters(
  connections: readonly Connection[],
  applications: ReadonlyMap<string, Application>,
): readonly Connection[] {
  return connections.flatMap((connection) => {
    const target = applications.get(connection.application);
    if (target?.type !== 'ApplicationCluster') return [connection];
    return target.state === 'enabled' ? target.connections : [];
  });
}

/** LB-13. */
function portOf({ type, ports }: Application, { portId }: Connection): Port | undefined {
  const withId = (id: string): Port | undefined => ports.find((port) => port.id === id);
  if (portId !== undefined) return withId(portId);
  const webApi =
    type === 'ChatServer' ? (withId('webapi') ?? ports.find(({ protocol }) => protocol === 'chat-flex')) : undefined;
  return webApi ?? withId('default');
}
