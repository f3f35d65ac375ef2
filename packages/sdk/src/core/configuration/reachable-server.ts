import type { Application } from '../../wire/application.js';
import { LoadBalancerError } from '../../errors/load-balancer-error.js';
import { endpointOf } from './endpoint.js';
import type { EndpointOrProblem } from './endpoint.js';
import type { ExpandedConnection } from './expand-clusters.js';

/** One application of a pair, or the only one, with where it listens. */
export interface Member {
  readonly application: Application;
  readonly endpoint: EndpointOrProblem;
}

/** A server within reach of the balancing application: its primary, and the backup where it has one. */
export interface ReachableServer extends Member {
  readonly backup: Member | undefined;
  /** The names of the tenants it is assigned to; a backup's are its primary's (LB-14). */
  readonly tenants: ReadonlySet<string>;
  /** The Application Clusters it is reached through. */
  readonly clusters: readonly string[];
  /** The values of the connection parameter `service`, by which Third Party Servers of one type are told apart. */
  readonly services: readonly string[];
  /** Of the connection that counts: the direct one, else that through the first cluster. */
  readonly parameters: Readonly<Record<string, string>>;
}

export interface ReachableServerParts {
  /** Of the hosts, by name. */
  readonly addresses: ReadonlyMap<string, string>;
  readonly applicationNamed: (name: string) => Application | undefined;
  /** The same server a moment ago. */
  readonly before: ReachableServer | undefined;
}

/** All connections to one server make one candidate (LB-12). A linked backup takes its connection and its tenants from the primary (LB-14). */
export function reachableServer(
  connections: readonly [ExpandedConnection, ...ExpandedConnection[]],
  { addresses, applicationNamed, before }: ReachableServerParts,
): ReachableServer {
  const direct = connections.find(({ cluster }) => cluster === undefined) ?? connections[0];
  const { target, portId, parameters } = direct;
  const isSameConnection = JSON.stringify(before?.parameters) === JSON.stringify(parameters);
  const member = (application: Application, known: Member | undefined): Member => {
    const endpoint = endpointOf(application, portId, addresses);
    return isSameConnection && known !== undefined && isSamePlace(known, { application, endpoint })
      ? { application, endpoint: known.endpoint }
      : { application, endpoint };
  };
  const backup = target.backup === undefined ? undefined : applicationNamed(target.backup);
  return {
    ...member(target, before),
    backup: backup && member(backup, before?.backup),
    tenants: new Set(target.tenants),
    clusters: distinct(connections.map(({ cluster }) => cluster)),
    services: distinct(connections.map((connection) => connection.parameters.service)),
    parameters,
  };
}

const distinct = (names: readonly (string | undefined)[]): readonly string[] => [
  ...new Set(names.filter((name) => name !== undefined)),
];

/**
 * Then the endpoint stays the same object, and with it the services made of it and what policies have worked out of them, although the
 * configuration changed elsewhere (R30).
 */
function isSamePlace(before: Member, after: Member): boolean {
  if (before.endpoint instanceof LoadBalancerError || after.endpoint instanceof LoadBalancerError) return false;
  return (
    before.endpoint.url === after.endpoint.url &&
    before.endpoint.host === after.endpoint.host &&
    before.application.host === after.application.host &&
    before.application.name === after.application.name
  );
}
