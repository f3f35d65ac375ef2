import type { ConnectedApplication, Registration } from '@eservices-lb/mock-scs/lca';

/** Where a server listens. */
export interface ListenAddress {
  readonly port: number;
  readonly host: string;
}

/**
 * The configured port with this id, on the loopback interface unless option `bind-address` of section `network` says otherwise.
 * @throws Error that names the application and the port id (LB-13)
 */
export function addressOf({ application }: Pick<Registration, 'application'>, portId: string): ListenAddress {
  const port = application.ports.find(({ id }) => id === portId)?.port;
  if (port === undefined) {
    throw new Error(`${application.name} has no port with id "${portId}" in its configuration (LB-13): add it.`);
  }
  return { port, host: application.options.network?.['bind-address'] ?? '127.0.0.1' };
}

/**
 * The first application of a type among the Connections.
 * @throws Error that says which connection to add
 */
export function connectionTo(type: string, { application, connections }: Registration): ConnectedApplication {
  const found = connections.find((connection) => connection.type === type);
  if (found !== undefined) return found;
  throw new Error(
    `${application.name} has no connection to an application of type ${type}: add one to its Connections.`,
  );
}
