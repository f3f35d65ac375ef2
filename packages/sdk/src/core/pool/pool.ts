import type { ReachableServer, Scope } from '../configuration/scope.js';
import type { Snapshot } from '../directory/snapshot.js';
import { judge } from '../eligibility/selectable.js';
import type { Service } from '../model/service.js';

/** What a pool is of. */
export interface PoolRequest {
  readonly tenant: string;
  readonly type: string;
  readonly cluster?: string | undefined;
}

/** Makes the service that a caller is given: adds the alias. */
export type ServiceMaker = (server: ReachableServer, member: 'primary' | 'backup') => Service;

/** The servers that may be given to a request at this moment, by DBID; possibly none. */
export function selectableServices(
  { tenant, type, cluster }: PoolRequest,
  { scope, snapshot }: { readonly scope: Scope; readonly snapshot: Snapshot },
  serviceFor: ServiceMaker,
): readonly Service[] {
  const services: Service[] = [];
  for (const server of scope.reachable.values()) {
    if (server.application.type !== type) continue;
    if (cluster !== undefined && !server.clusters.includes(cluster)) continue;
    const verdict = judge(server, tenant, snapshot);
    if (verdict.selectable) services.push(serviceFor(server, verdict.member));
  }
  return Object.freeze(services);
}
