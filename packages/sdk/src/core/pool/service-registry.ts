import { LoadBalancerError } from '../../errors/load-balancer-error.js';
import type { ReachableServer } from '../configuration/reachable-server.js';
import type { PairMember } from '../eligibility/pair-role.js';
import type { AliasState, Endpoint, ResolvedService, Service } from '../model/service.js';

interface Prepared {
  readonly service: Service;
  /** One answer of `resolve` for each state in which it has been. */
  readonly resolved: Partial<Record<AliasState, ResolvedService>>;
}

/**
 * The service objects of a server as each tenant sees them. The same object is given again for as long as nothing of it changes, so that
 * neither a pick nor a resolution allocates. `aliasOf` seals.
 */
export class ServiceRegistry {
  readonly #prepared = new WeakMap<Endpoint, Map<string, Prepared>>();
  readonly #aliasOf: (tenant: string, applicationDbid: number) => string;

  constructor(aliasOf: (tenant: string, applicationDbid: number) => string) {
    this.#aliasOf = aliasOf;
  }

  /** @throws PortNotConfiguredError when the member's port is missing (LB-13) */
  serviceFor(server: ReachableServer, member: PairMember, tenant: string): Service {
    return this.#prepare(server, member, tenant).service;
  }

  /** @throws PortNotConfiguredError when the member's port is missing (LB-13) */
  resolvedFor(
    server: ReachableServer,
    { member, state, tenant, stale }: { member: PairMember; state: AliasState; tenant: string; stale: boolean },
  ): ResolvedService {
    const { service, resolved } = this.#prepare(server, member, tenant);
    if (stale) return Object.freeze({ ...service, state, stale });
    return (resolved[state] ??= Object.freeze({ ...service, state, stale }));
  }

  #prepare(server: ReachableServer, member: PairMember, tenant: string): Prepared {
    const { endpoint } = member === 'backup' && server.backup !== undefined ? server.backup : server;
    if (endpoint instanceof LoadBalancerError) throw endpoint;
    let ofEndpoint = this.#prepared.get(endpoint);
    if (ofEndpoint === undefined) this.#prepared.set(endpoint, (ofEndpoint = new Map<string, Prepared>()));
    let prepared = ofEndpoint.get(tenant);
    if (prepared === undefined) {
      const { name, dbid } = server.application;
      const alias = this.#aliasOf(tenant, dbid);
      prepared = { service: Object.freeze({ alias, application: name, dbid, ...endpoint, member }), resolved: {} };
      ofEndpoint.set(tenant, prepared);
    }
    return prepared;
  }
}
