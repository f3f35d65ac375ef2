import type { ReachableServer } from '../configuration/reachable-server.js';
import type { Scope } from '../configuration/scope.js';
import type { PairMember } from '../eligibility/pair-role.js';
import type { Standing } from '../eligibility/standing.js';
import type { Estate } from '../estate/estate.js';
import type { Service } from '../model/service.js';

/** What a pool is of. */
export interface PoolRequest {
  readonly tenant: string;
  readonly type: string;
  readonly cluster?: string | undefined;
  readonly service?: string | undefined;
}

/** Makes the service that a caller is given: adds the alias. */
export type ServiceMaker = (server: ReachableServer, member: PairMember, tenant: string) => Service;

/** Whether a server is of the kind that is asked for, and for this tenant; whether it can be selected is another question. */
export function isAskedFor(server: ReachableServer, { tenant, type, cluster, service }: PoolRequest): boolean {
  return (
    server.application.type === type &&
    server.tenants.has(tenant) &&
    (cluster === undefined || server.clusters.includes(cluster)) &&
    (service === undefined || server.services.includes(service))
  );
}

/** The servers that may be given to a request at this moment, by DBID; possibly none. */
export function selectableServices(request: PoolRequest, estate: Estate, serviceFor: ServiceMaker): readonly Service[] {
  const { scope } = estate;
  if (!scope.servedTenants.has(request.tenant) || isDisabled(request.tenant, scope)) return none;
  const services: Service[] = [];
  for (const dbid of scope.reachable.keys()) {
    const service = selectableService(estate.standing(dbid), request, serviceFor);
    if (service !== undefined) services.push(service);
  }
  return services;
}

const none: readonly Service[] = [];

/** A disabled tenant begins nothing new, as a disabled application does not; its aliases go on (LB-7). */
export const isDisabled = (tenant: string, { tenants }: Scope): boolean => tenants.get(tenant)?.state === 'disabled';

/** The service of one server, where it is asked for and selectable. */
export function selectableService(
  standing: Standing | undefined,
  request: PoolRequest,
  serviceFor: ServiceMaker,
): Service | undefined {
  if (standing?.selectable === undefined || !isAskedFor(standing.server, request)) return undefined;
  return serviceFor(standing.server, standing.selectable, request.tenant);
}

/** The candidates after one server changed: the same array where that makes no difference. `candidates` are in the order of DBIDs. */
export function withChange(
  candidates: readonly Service[],
  dbid: number,
  service: Service | undefined,
): readonly Service[] {
  const index = positionOf(candidates, dbid);
  const known = candidates[index]?.dbid === dbid ? candidates[index] : undefined;
  if (known === service) return candidates;
  const replaced = known === undefined ? 0 : 1;
  return service === undefined ? candidates.toSpliced(index, replaced) : candidates.toSpliced(index, replaced, service);
}

/** The index of the first candidate whose DBID is not lower. */
function positionOf(candidates: readonly Service[], dbid: number): number {
  let low = 0;
  let high = candidates.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((candidates[middle]?.dbid ?? Infinity) < dbid) low = middle + 1;
    else high = middle;
  }
  return low;
}
