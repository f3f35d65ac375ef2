import type { OnInstanceGone } from '../eligibility/session-bound.js';
import type { ResolvedService, Service } from '../model/service.js';
import type { EstateView } from '../pool/estate-view.js';
import type { Selector } from '../pool/selector.js';
import type { ServiceRegistry } from '../pool/service-registry.js';
import type { AliasCache } from './alias-cache.js';
import { checkAlias, denoted, stoppedError } from './resolve.js';
import type { Denoted, ResolveOptions } from './resolve.js';
import type { AliasContent } from './seal.js';

export interface ResolverParts {
  readonly aliases: AliasCache;
  readonly services: ServiceRegistry;
  readonly selector: Selector;
  readonly view: () => EstateView;
  readonly isStale: () => boolean;
  readonly now: () => number;
  readonly gracePeriodMs: number;
  readonly onInstanceGone: (type: string) => OnInstanceGone;
}

/** Finds the instance behind an alias again. */
export class Resolver {
  readonly #parts: ResolverParts;

  constructor(parts: ResolverParts) {
    this.#parts = parts;
  }

  /** @throws the errors of `LoadBalancer.resolve` */
  resolve(alias: string, { tenant, key = alias }: { readonly tenant: string; readonly key?: string }): ResolvedService {
    const { aliases, services, view, isStale } = this.#parts;
    const content = checkAlias(typeof alias === 'string' ? aliases.open(alias) : undefined, tenant, view());
    const found = this.#denoted(content);
    const { state } = found;
    if (state === 'stopped') return this.#afterTheEnd(found, { tenant, key });
    return { ...services.serviceFor(found.server, found.member, tenant), state, stale: isStale() };
  }

  #denoted(content: AliasContent): Denoted {
    const { view, now, gracePeriodMs } = this.#parts;
    const options: ResolveOptions = { at: now(), gracePeriodMs };
    return denoted(content, view(), options);
  }

  /** A session is lost with its instance; anything else goes on at another one (domain section 2.2). */
  #afterTheEnd(found: Denoted, request: { readonly tenant: string; readonly key: string }): ResolvedService {
    const { type } = found.server.application;
    if (this.#parts.onInstanceGone(type) === 'fail') throw stoppedError(found);
    const service: Service = this.#parts.selector.select({ ...request, type });
    return { ...service, state: 'live', stale: this.#parts.isStale() };
  }
}
