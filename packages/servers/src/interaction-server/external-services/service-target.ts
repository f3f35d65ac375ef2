import type { LoadBalancer } from '@eservices-lb/sdk';
import { RequestError } from '../../application-server/request-error.js';

/** The servers among which a request is balanced: those of a cluster, or all of a type that are connected. */
export interface ServiceTarget {
  readonly tenant: string;
  readonly type: string;
  readonly cluster?: string;
}

/**
 * What a strategy means by a service: the Application Cluster of this name (IXN-6), else the application type.
 * @throws RequestError where it is another application, or a cluster without servers of its own (IXN-7)
 */
export function serviceTarget(
  service: string,
  tenant: string,
  { application }: Pick<LoadBalancer['configuration'], 'application'>,
): ServiceTarget {
  const named = application(service);
  // The only server of its type may well be called after it.
  if (named === undefined || named.type === service) return { tenant, type: service };
  if (named.type !== 'ApplicationCluster') throw noService(service, `is a ${named.type}`);
  const members = named.connections.map((connection) => application(connection.application));
  const type = members.find((member) => member !== undefined && member.type !== 'ApplicationCluster')?.type;
  if (type !== undefined) return { tenant, type, cluster: service };
  if (members.some((member) => member !== undefined))
    throw noService(service, 'has only clusters behind it, and there is one level of clusters only (IXN-7)');
  throw noService(service, 'is an Application Cluster without servers');
}

const noService = (service: string, what: string): RequestError =>
  new RequestError(
    400,
    'NO_SERVICE',
    `"${service}" ${what}: name an Application Cluster with servers, or a type of servers (IXN-6).`,
    'service',
  );
