import type { Application, Connection } from '../../wire/application.js';

/** A connection of the balancing application to a server, and the Application Cluster it came through, if any. */
export interface ExpandedConnection {
  readonly target: Application;
  readonly portId: string | undefined;
  /** The member's own, over those of the connection to its cluster (LB-11). */
  readonly parameters: Readonly<Record<string, string>>;
  readonly cluster: string | undefined;
}

export interface Expansion {
  readonly connections: readonly ExpandedConnection[];
  /** What was refused, in words that say why. */
  readonly problems: readonly string[];
}

type ApplicationNamed = (name: string) => Application | undefined;

/**
 * What a list of connections reaches, directly or through an Application Cluster (LB-2, LB-9). One level only: a cluster inside a
 * cluster is refused. A disabled cluster counts for nothing (LB-11).
 */
export function expandClusters(connections: readonly Connection[], applicationNamed: ApplicationNamed): Expansion {
  const expanded: ExpandedConnection[] = [];
  const problems: string[] = [];
  for (const connection of connections) {
    const target = applicationNamed(connection.application);
    if (target === undefined) continue;
    if (!isCluster(target)) expanded.push(expand(target, connection));
    else if (target.state === 'enabled') expandCluster(target, connection, { applicationNamed, expanded, problems });
  }
  return { connections: expanded, problems };
}

const isCluster = ({ type }: Application): boolean => type === 'ApplicationCluster';

const expand = (target: Application, connection: Connection, cluster?: string): ExpandedConnection => ({
  target,
  portId: connection.portId,
  parameters: connection.parameters,
  cluster,
});

interface ExpansionInWork {
  readonly applicationNamed: ApplicationNamed;
  readonly expanded: ExpandedConnection[];
  readonly problems: string[];
}

function expandCluster(
  cluster: Application,
  connection: Connection,
  { applicationNamed, expanded, problems }: ExpansionInWork,
): void {
  for (const member of cluster.connections) {
    const target = applicationNamed(member.application);
    if (target === undefined) continue;
    if (isCluster(target)) {
      problems.push(
        `Application Cluster "${cluster.name}" contains Application Cluster "${target.name}": only one level is allowed (LB-9), so what is behind "${target.name}" is not reached that way. Connect its members to "${cluster.name}" directly.`,
      );
      continue;
    }
    const parameters = { ...connection.parameters, ...member.parameters };
    expanded.push({ ...expand(target, member, cluster.name), parameters });
  }
}
