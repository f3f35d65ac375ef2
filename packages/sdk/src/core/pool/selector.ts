import { ConcurrencyLimitError } from '../../errors/concurrency-limit-error.js';
import { InvalidOptionError } from '../../errors/invalid-option-error.js';
import { TenantNotServedError } from '../../errors/tenant-not-served-error.js';
import { tenantNamed } from '../configuration/tenant-of.js';
import type { Estate } from '../estate/estate.js';
import type { SelectionRequest } from '../model/selection-request.js';
import type { Service } from '../model/service.js';
import type { Candidates, Picker } from '../policy/selection-policy.js';
import { Pools } from './pools.js';
import { refusalOf } from './refusal.js';
import type { ServiceRegistry } from './service-registry.js';

export interface SelectorParts {
  /** The name of the balancing application. */
  readonly application: string;
  readonly picker: Picker;
  readonly services: ServiceRegistry;
  readonly estate: Estate;
  /** The most requests in flight at one instance, where there is a limit. */
  readonly maxConcurrency: number | undefined;
  readonly inFlight: (dbid: number) => number;
}

/** Gives an instance to a request: candidates, then policy. */
export class Selector {
  readonly #parts: SelectorParts;
  readonly #pools: Pools;
  readonly #maxConcurrency: number | undefined;

  constructor(parts: SelectorParts) {
    this.#parts = parts;
    this.#maxConcurrency = parts.maxConcurrency;
    const { estate, services } = parts;
    this.#pools = new Pools(estate, (server, member, tenant) => services.serviceFor(server, member, tenant));
  }

  /** @throws the errors of `LoadBalancer.select` */
  select(request: SelectionRequest): Service {
    const pool = this.#pools.pool(request);
    const candidates = request.exclude === undefined ? pool.candidates : without(pool.candidates, request.exclude);
    if (!isNotEmpty(candidates)) throw this.#refusal(request);
    const picked = this.#parts.picker.pick(candidates, pool, request.key);
    const limit = this.#maxConcurrency;
    return limit === undefined || this.#parts.inFlight(picked.dbid) < limit
      ? picked
      : this.#pickWithRoom(request, { candidates, pool, limit });
  }

  /** Called when the configuration changed, so that nothing is kept of what is no longer there. */
  forgetTenants(isThere: (tenant: string) => boolean): void {
    this.#pools.retainTenants(isThere);
  }

  #pickWithRoom(
    request: SelectionRequest,
    { candidates, pool, limit }: { readonly candidates: Candidates; readonly pool: object; readonly limit: number },
  ): Service {
    const { picker, inFlight } = this.#parts;
    const withRoom = candidates.filter(({ dbid }) => inFlight(dbid) < limit);
    if (isNotEmpty(withRoom)) return picker.pick(withRoom, pool, request.key);
    throw new ConcurrencyLimitError(request, limit);
  }

  /** What is wrong with the request comes before what is wrong with the estate. */
  #refusal(request: SelectionRequest): Error {
    const { estate, application } = this.#parts;
    const { scope } = estate;
    const tenant = tenantNamed(request.tenant, scope.tenants);
    if (scope.application === undefined) {
      return new InvalidOptionError('application', 'the name of an application in the configuration', application);
    }
    if (!scope.servedTenants.has(tenant.name)) return new TenantNotServedError(tenant.name, application);
    return refusalOf(request, estate);
  }
}

const isNotEmpty = (services: readonly Service[]): services is Candidates => services.length > 0;

const without = (services: readonly Service[], excluded: readonly string[]): readonly Service[] =>
  services.filter(({ application }) => !excluded.includes(application));
