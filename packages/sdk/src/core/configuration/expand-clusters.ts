import type { Application, Connection } from '../../wire/application.js';

/** A connection of the balancing application to a server, and the Application Cluster it came through, if any. */
export interface ExpandedConnection {
  readonly target: Application;
  readonly portId: string | undefined;
  readonly parameters: Readonly<Record<string, string>>;
  readonly cluster: string | undefined;
}

/**
 * What a list of connections reaches, directly or through an Application Cluster (LB-2, LB-9). One level only: a cluster inside a
 * cluster reaches nothing. A disabled cluster counts for nothing, and the member's own parameters win over the cluster's (LB-11).
 */
export function expandClusters(
  connections: readonly Connection[],
  applicationNamed: (name: string) => Application | undefined,
): readonly ExpandedConnection[] {
  return connections.flatMap((connection) => {
    const target = applicationNamed(connection.application);
    if (target === undefined) return [];
    if (!isCluster(target)) return [expanded(target, connection, undefined)];
    return target.state === 'enabled' ? membersOf(target, connection, applicationNamed) : [];
  });
}

const isCluster = ({ type }: Application): boolean => type === 'ApplicationCluster';

function expanded(target: Application, connection: Connection, cluster: string | undefined): ExpandedConnection {
  return { target, portId: connection.portId, parameters: connection.parameters, cluster };
}

function membersOf(
  cluster: Application,
  connection: Connection,
  applicationNamed: (name: string) => Application | undefined,
): readonly ExpandedConnection[] {
  return cluster.connections.flatMap((member) => {
    const target = applicationNamed(member.application);
    if (target === undefined || isCluster(target)) return [];
    const parameters = { ...connection.parameters, ...member.parameters };
    return [{ ...expanded(target, member, cluster.name), parameters }];
  });
}
