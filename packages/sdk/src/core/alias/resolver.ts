import { AliasInvalidError } from '../../errors/alias-invalid-error.js';
import { AliasTenantMismatchError } from '../../errors/alias-tenant-mismatch-error.js';
import { InstanceGoneError } from '../../errors/instance-gone-error.js';
import { InstanceStoppedError } from '../../errors/instance-stopped-error.js';
import { TenantNotServedError } from '../../errors/tenant-not-served-error.js';
import { tenantNamed } from '../configuration/tenant-of.js';
import type { OnInstanceGone } from '../eligibility/session-bound.js';
import type { Standing } from '../eligibility/standing.js';
import type { Estate } from '../estate/estate.js';
import type { AliasState, ResolvedService } from '../model/service.js';
import type { Selector } from '../pool/selector.js';
import type { ServiceRegistry } from '../pool/service-registry.js';
import type { AliasCache } from './alias-cache.js';

export interface ResolverParts {
  readonly aliases: AliasCache;
  readonly services: ServiceRegistry;
  readonly selector: Selector;
  readonly estate: Estate;
  readonly isStale: () => boolean;
  readonly now: () => number;
  readonly gracePeriodMs: number;
  readonly onInstanceGone: (type: string) => OnInstanceGone;
}

/** Finds the instance behind an alias again: the right column of the state table (domain section 2.1). */
export class Resolver {
  readonly #parts: ResolverParts;

  constructor(parts: ResolverParts) {
    this.#parts = parts;
  }

  /** @throws the errors of `LoadBalancer.resolve` */
  resolve(alias: string, tenant: string): ResolvedService {
    const { estate } = this.#parts;
    const dbid = this.#applicationOf(alias, tenant);
    const standing = estate.standing(dbid);
    if (standing === undefined) return this.#departed(dbid, tenant);
    if (!standing.server.tenants.has(tenant)) return this.#leftTenant(standing, tenant);
    const state = this.#stateOf(standing);
    return state === 'stopped' ? this.#afterTheEnd(standing, tenant) : this.#resolved(standing, state, tenant);
  }

  /** The DBID in an alias that belongs to the tenant who uses it. */
  #applicationOf(alias: string, tenant: string): number {
    const { aliases, estate } = this.#parts;
    const { tenants, servedTenants, application } = estate.scope;
    const { dbid } = tenantNamed(tenant, tenants);
    const content = typeof alias === 'string' ? aliases.open(alias) : undefined;
    if (content === undefined) throw new AliasInvalidError();
    if (content.tenantDbid !== dbid) throw new AliasTenantMismatchError();
    if (!servedTenants.has(tenant)) throw new TenantNotServedError(tenant, application?.name ?? 'the application');
    return content.applicationDbid;
  }

  #stateOf({ aliasState, aliasEndsAt }: Standing): AliasState | 'stopped' {
    const isOver = aliasEndsAt !== Infinity && this.#parts.now() > aliasEndsAt;
    return isOver ? 'stopped' : aliasState;
  }

  #resolved({ server, member }: Standing, state: AliasState, tenant: string): ResolvedService {
    const { services, isStale } = this.#parts;
    return services.resolvedFor(server, { member, state, tenant, stale: isStale() });
  }

  /** Deleted, or no longer connected: it drains for the grace period. */
  #departed(dbid: number, tenant: string): ResolvedService {
    const { estate, services, isStale } = this.#parts;
    const departed = estate.scope.departures.servers.get(dbid);
    if (departed === undefined || this.#isOver(departed.since)) throw new InstanceGoneError(dbid);
    return services.resolvedFor(departed.server, { member: 'primary', state: 'draining', tenant, stale: isStale() });
  }

  /** It is there, but no longer for this tenant, whose aliases drain for the grace period (F39). */
  #leftTenant(standing: Standing, tenant: string): ResolvedService {
    const { dbid } = standing.server.application;
    const since = this.#parts.estate.scope.departures.tenants.get(dbid)?.get(tenant);
    if (since === undefined || this.#isOver(since)) throw new InstanceGoneError(dbid);
    return this.#resolved(standing, 'draining', tenant);
  }

  #isOver(since: number): boolean {
    return this.#parts.now() - since > this.#parts.gracePeriodMs;
  }

  /** A session is lost with its instance; anything else goes on at another one (domain section 2.2). */
  #afterTheEnd({ server: { application } }: Standing, tenant: string): ResolvedService {
    const { onInstanceGone, selector, isStale } = this.#parts;
    const { type, name } = application;
    if (onInstanceGone(type) === 'fail') throw new InstanceStoppedError(name, type);
    return { ...selector.select({ tenant, type }), state: 'live', stale: isStale() };
  }
}
