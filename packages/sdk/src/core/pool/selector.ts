import { ConcurrencyLimitError } from '../../errors/concurrency-limit-error.js';
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
    if (!isNotEmpty(candidates)) throw this.#refusal(request, view);
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
