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
    if (target === undefined || resolved.has(target.name)) continue;
    const access = databaseAccessOf(target, applications);
    if (access?.isOut === true) continue;
    const through = access?.through;
    const port = through === undefined ? portOf(target, connection) : portOf(through.dbServer, through.connection);
    const host = addresses.get((through?.dbServer ?? target).host ?? '');
    if (port === undefined || host === undefined) continue;
    resolved.set(target.name, {
      ...{ application: target.name, type: target.type, host, port: port.port, secure: port.secure },
      ...access?.told,
    });
  }
  return [...resolved.values()];
}

interface DatabaseAccess {
  /** It is disabled, and leads nowhere. */
  readonly isOut: boolean;
  /** The DB Server that it goes through, where it names one. */
  readonly through: { readonly dbServer: Application; readonly connection: Connection } | undefined;
  readonly told: Pick<ConnectedApplication, 'database' | 'through' | 'databaseOptions'>;
}

/** What a Database Access Point adds: it is no process, but leads to a database, through a DB Server or by its own host and port (IXN-8). */
function databaseAccessOf(
  { type, state, database, connections, options }: Application,
  applications: ReadonlyMap<string, Application>,
): DatabaseAccess | undefined {
  if (type !== 'DatabaseAccessPoint') return undefined;
  const through = connections
    .map((connection) => ({ connection, dbServer: applications.get(connection.application) }))
    .find((each): each is NonNullable<DatabaseAccess['through']> => each.dbServer?.type === 'DBServer');
  return {
    ...{ isOut: state === 'disabled', through },
    told: {
      ...(database !== undefined && { database }),
      ...(through !== undefined && { through: through.dbServer.name }),
      ...(options.database !== undefined && { databaseOptions: options.database }),
    },
  };
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
