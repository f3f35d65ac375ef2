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
}

/** Gives an instance to a request: candidates, then policy. */
export class Selector {
  readonly #parts: SelectorParts;
  readonly #pools: Pools;

  constructor(parts: SelectorParts) {
    this.#parts = parts;
    const { estate, services } = parts;
    this.#pools = new Pools(estate, (server, member, tenant) => services.serviceFor(server, member, tenant));
  }

  /** @throws the errors of `LoadBalancer.select` */
  select(request: SelectionRequest): Service {
    const pool = this.#pools.pool(request);
    const candidates = request.exclude === undefined ? pool.candidates : without(pool.candidates, request.exclude);
    if (isNotEmpty(candidates)) return this.#parts.picker.pick(candidates, pool);
    throw this.#refusal(request);
  }

  /** Called when the configuration changed, so that nothing is kept of what is no longer there. */
  forgetTenants(isThere: (tenant: string) => boolean): void {
    this.#pools.retainTenants(isThere);
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
