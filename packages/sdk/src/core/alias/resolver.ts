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
import type { AliasContent } from './seal.js';

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
  resolve(alias: string, { tenant, key = alias }: { readonly tenant: string; readonly key?: string }): ResolvedService {
    const { estate, aliases, isStale } = this.#parts;
    const { position } = estate.journal;
    const opened = typeof alias === 'string' ? aliases.open(alias) : undefined;
    const known = opened?.resolution;
    if (known?.position === position && known.tenant === tenant && !isStale()) return known.service;

    const standing = this.#standingOf(opened?.content, tenant);
    if ('stale' in standing) return standing;
    const state = this.#stateOf(standing);
    if (state === 'stopped') return this.#afterTheEnd(standing, { tenant, key });
    const service = this.#resolved(standing, state, tenant);
    if (opened !== undefined && standing.aliasEndsAt === Infinity && !service.stale) {
      opened.resolution = { tenant, position, service };
    }
    return service;
  }

  /** How the alias's instance stands, or the answer itself where the instance or the tenant is on its way out. */
  #standingOf(content: AliasContent | undefined, tenant: string): Standing | ResolvedService {
    const { estate } = this.#parts;
    const dbid = this.#applicationOf(content, tenant);
    const standing = estate.standing(dbid);
    if (standing === undefined) return this.#departed(dbid, tenant);
    return standing.server.tenants.has(tenant) ? standing : this.#leftTenant(standing, tenant);
  }

  /** The DBID in an alias that belongs to the tenant who uses it. */
  #applicationOf(content: AliasContent | undefined, tenant: string): number {
    const { tenants, servedTenants, application } = this.#parts.estate.scope;
    const { dbid } = tenantNamed(tenant, tenants);
    if (content === undefined) throw new AliasInvalidError();
    if (content.tenantDbid !== dbid) throw new AliasTenantMismatchError();
    if (!servedTenants.has(tenant)) throw new TenantNotServedError(tenant, application?.name ?? 'the application');
    return content.applicationDbid;
  }

  #stateOf({ aliasState, aliasEndsAt }: Standing): AliasState | 'stopped' {
    return this.#parts.now() > aliasEndsAt ? 'stopped' : aliasState;
  }

  #resolved({ server, member }: Standing, state: AliasState, tenant: string): ResolvedService {
    const { services, isStale } = this.#parts;
    return services.resolvedFor(server, { member, state, tenant, stale: isStale() });
  }

  /** Deleted, or no longer connected: it drains for the grace period. */
  #departed(dbid: number, tenant: string): ResolvedService {
    const { estate, services, isStale } = this.#parts;
    const departed = estate.scope.departures.servers.get(dbid);
    if (departed === undefined || this.#isOver(departed.since) || !departed.server.tenants.has(tenant)) {
      throw new InstanceGoneError(dbid);
    }
    const member = estate.departed(dbid)?.member ?? 'primary';
    return services.resolvedFor(departed.server, { member, state: 'draining', tenant, stale: isStale() });
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
  #afterTheEnd(
    { server: { application } }: Standing,
    request: { readonly tenant: string; readonly key: string },
  ): ResolvedService {
    const { onInstanceGone, selector, isStale } = this.#parts;
    const { type, name } = application;
    if (onInstanceGone(type) === 'fail') throw new InstanceStoppedError(name, type);
    return { ...selector.select({ ...request, type }), state: 'live', stale: isStale() };
  }
}
