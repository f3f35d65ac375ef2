import { InvalidOptionError } from '../../errors/invalid-option-error.js';
import { checkServed, tenantNamed } from '../configuration/tenant-of.js';
import type { SelectionRequest } from '../model/selection-request.js';
import type { Service } from '../model/service.js';
import type { Candidates, Picker } from '../policy/selection-policy.js';
import type { EstateView } from './estate-view.js';
import { Pools } from './pools.js';
import { selectableServices } from './pool.js';
import { refusalOf } from './refusal.js';
import type { ServiceRegistry } from './service-registry.js';

export interface SelectorParts {
  /** The name of the balancing application. */
  readonly application: string;
  readonly picker: Picker;
  readonly services: ServiceRegistry;
  readonly view: () => EstateView;
}

/** Gives an instance to a request: candidates, then policy. */
export class Selector {
  readonly #parts: SelectorParts;
  readonly #pools: Pools;

  constructor(parts: SelectorParts) {
    this.#parts = parts;
    this.#pools = new Pools((request) =>
      selectableServices(request, parts.view(), (server, member) =>
        parts.services.serviceFor(server, member, request.tenant),
      ),
    );
  }

  /** @throws the errors of `LoadBalancer.select` */
  select(request: SelectionRequest): Service {
    const view = this.#parts.view();
    const pool = this.#pools.pool(request, view);
    const candidates = request.exclude === undefined ? pool.candidates : without(pool.candidates, request.exclude);
    if (isNotEmpty(candidates)) return this.#parts.picker.pick(candidates, pool);
    throw this.#refusal(request, view);
  }

  /** Called when the configuration changed, so that nothing is kept of what is no longer there. */
  forgetTenants(isThere: (tenant: string) => boolean): void {
    this.#pools.retainTenants(isThere);
  }

  /** What is wrong with the request comes before what is wrong with the estate. */
  #refusal(request: SelectionRequest, view: EstateView): Error {
    const { scope, snapshot } = view;
    const tenant = tenantNamed(request.tenant, snapshot.configuration);
    if (scope.application === undefined) {
      const expected = 'the name of an application in the configuration';
      return new InvalidOptionError('application', expected, this.#parts.application);
    }
    checkServed(tenant.name, scope.application);
    return refusalOf(request, view);
  }
}

const isNotEmpty = (services: readonly Service[]): services is Candidates => services.length > 0;

const without = (services: readonly Service[], excluded: readonly string[]): readonly Service[] =>
  services.filter(({ application }) => !excluded.includes(application));
