import type { Estate } from '../estate/estate.js';
import type { Service } from '../model/service.js';
import { isDisabled, selectableService, selectableServices, withChange } from './pool.js';
import type { PoolRequest, ServiceMaker } from './pool.js';

/** The candidates of one (tenant, type, cluster, service). The object stays the same for ever; its candidates are replaced. */
export interface Pool {
  candidates: readonly Service[];
  /** Up to where in the estate's journal the candidates are known. */
  position: number;
}

/**
 * The precomputed candidates, which make a pick constant-time. Each pool catches up when it is next asked for, by just the servers that
 * changed, so that a change costs nothing to the pools that nobody asks.
 */
export class Pools {
  readonly #byTenant = new Map<string, Map<string, Pool>>();
  readonly #estate: Estate;
  readonly #serviceFor: ServiceMaker;

  constructor(estate: Estate, serviceFor: ServiceMaker) {
    this.#estate = estate;
    this.#serviceFor = serviceFor;
  }

  pool(request: PoolRequest): Pool {
    const pool = this.#byTenant.get(request.tenant)?.get(keyOf(request));
    if (pool === undefined) return this.#add(request);
    if (pool.position !== this.#estate.journal.position) this.#catchUp(pool, request);
    return pool;
  }

  /** Forgets the pools of tenants that are no longer there (R22). */
  retainTenants(isThere: (tenant: string) => boolean): void {
    for (const tenant of this.#byTenant.keys()) if (!isThere(tenant)) this.#byTenant.delete(tenant);
  }

  #catchUp(pool: Pool, request: PoolRequest): void {
    const { journal } = this.#estate;
    const changed = isDisabled(request.tenant, this.#estate.scope) ? undefined : journal.since(pool.position);
    if (changed === undefined) pool.candidates = sameUnlessChanged(pool.candidates, this.#fill(request));
    else {
      for (const dbid of changed) {
        const service = selectableService(this.#estate.standing(dbid), request, this.#serviceFor);
        pool.candidates = withChange(pool.candidates, dbid, service);
      }
    }
    pool.position = journal.position;
  }

  #add(request: PoolRequest): Pool {
    const pool: Pool = { candidates: this.#fill(request), position: this.#estate.journal.position };
    if (pool.candidates.length === 0) return pool; // Whatever a stranger asks for in vain is not remembered.
    const ofTenant = this.#byTenant.get(request.tenant) ?? new Map<string, Pool>();
    this.#byTenant.set(request.tenant, ofTenant.set(keyOf(request), pool));
    return pool;
  }

  #fill(request: PoolRequest): readonly Service[] {
    return selectableServices(request, this.#estate, this.#serviceFor);
  }
}

/** Names of applications and types hold no slash, so the parts cannot run into each other. */
function keyOf({ type, cluster, service }: PoolRequest): string {
  return cluster === undefined && service === undefined ? type : `${type}/${cluster ?? ''}/${service ?? ''}`;
}

/** Keeps the array, and with it the turn of the policies, where the change did not concern this pool. */
function sameUnlessChanged(before: readonly Service[], after: readonly Service[]): readonly Service[] {
  const isSame = before.length === after.length && before.every((service, index) => service === after[index]);
  return isSame ? before : after;
}
