import type { Service } from '../model/service.js';
import type { PoolRequest } from './pool.js';

/** The candidates of one (tenant, type, cluster). The object stays the same for ever; its candidates are replaced. */
export interface Pool {
  candidates: readonly Service[];
  /** The view that the candidates were made of. */
  view: object;
}

/**
 * The precomputed candidates, which make a pick constant-time. Each pool is filled when it is first asked for after a change, so that a
 * burst of changes costs each pool once.
 */
export class Pools {
  readonly #byTenant = new Map<string, Map<string, Pool>>();
  readonly #fill: (request: PoolRequest) => readonly Service[];

  constructor(fill: (request: PoolRequest) => readonly Service[]) {
    this.#fill = fill;
  }

  /** `view` is any object that is replaced whenever the answer may have changed. */
  pool(request: PoolRequest, view: object): Pool {
    const pool = this.#find(request);
    if (pool === undefined) return this.#add(request, view);
    if (pool.view !== view) {
      pool.candidates = sameUnlessChanged(pool.candidates, this.#fill(request));
      pool.view = view;
    }
    return pool;
  }

  /** Forgets the pools of tenants that are no longer there (R22). */
  retainTenants(isThere: (tenant: string) => boolean): void {
    for (const tenant of this.#byTenant.keys()) if (!isThere(tenant)) this.#byTenant.delete(tenant);
  }

  #find({ tenant, type, cluster }: PoolRequest): Pool | undefined {
    return this.#byTenant.get(tenant)?.get(cluster === undefined ? type : keyOf(type, cluster));
  }

  #add(request: PoolRequest, view: object): Pool {
    const { tenant, type, cluster } = request;
    const pool: Pool = { candidates: this.#fill(request), view };
    if (pool.candidates.length === 0) return pool; // Whatever a stranger asks for in vain is not remembered.
    const ofTenant = this.#byTenant.get(tenant) ?? new Map<string, Pool>();
    ofTenant.set(cluster === undefined ? type : keyOf(type, cluster), pool);
    this.#byTenant.set(tenant, ofTenant);
    return pool;
  }
}

/** Names of applications hold no slash, so the two parts cannot run into each other. */
const keyOf = (type: string, cluster: string): string => `${type}/${cluster}`;

/** Keeps the array, and with it the turn of the policies, where the change did not concern this pool. */
function sameUnlessChanged(before: readonly Service[], after: readonly Service[]): readonly Service[] {
  const isSame = before.length === after.length && before.every((service, index) => service === after[index]);
  return isSame ? before : after;
}
