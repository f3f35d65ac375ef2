import { LoadBalancerError } from '../../errors/load-balancer-error.js';
import type { ReachableServer } from '../configuration/scope.js';
import type { Endpoint, Service } from '../model/service.js';

/**
 * The service object of a server as a tenant sees it. The same object is given again for as long as nothing of it changes, so that a pick
 * allocates nothing. `aliasOf` seals.
 */
export class ServiceRegistry {
  readonly #services = new WeakMap<Endpoint, Map<string, Service>>();
  readonly #aliasOf: (tenant: string, applicationDbid: number) => string;

  constructor(aliasOf: (tenant: string, applicationDbid: number) => string) {
    this.#aliasOf = aliasOf;
  }

  /** @throws PortNotConfiguredError when the serving member's port is missing (LB-13) */
  serviceFor(server: ReachableServer, member: 'primary' | 'backup', tenant: string): Service {
    const serving = member === 'backup' && server.backup !== undefined ? server.backup : server;
    const { endpoint } = serving;
    if (endpoint instanceof LoadBalancerError) throw endpoint;
    const known = this.#services.get(endpoint)?.get(tenant);
    if (known !== undefined) return known;
    const service = this.#create(server, { endpoint, member, tenant });
    const ofEndpoint = this.#services.get(endpoint) ?? new Map<string, Service>();
    this.#services.set(endpoint, ofEndpoint.set(tenant, service));
    return service;
  }

  #create(
    { application }: ReachableServer,
    { endpoint, member, tenant }: { endpoint: Endpoint; member: 'primary' | 'backup'; tenant: string },
  ): Service {
    const alias = this.#aliasOf(tenant, application.dbid);
    return Object.freeze({ alias, application: application.name, dbid: application.dbid, ...endpoint, member });
  }
}
