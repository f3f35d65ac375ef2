import { AliasCache } from './core/alias/alias-cache.js';
import { Keyring } from './core/alias/keyring.js';
import { Resolver } from './core/alias/resolver.js';
import { tenantNamed } from './core/configuration/tenant-of.js';
import { Directory } from './core/directory/directory.js';
import type { DirectoryEvent } from './core/directory/directory-event.js';
import { Listeners } from './core/directory/listeners.js';
import type { Snapshot } from './core/directory/snapshot.js';
import { FailureMemory } from './core/failure-memory.js';
import { emptyView, nextView } from './core/pool/estate-view.js';
import { Selector } from './core/pool/selector.js';
import { ServiceRegistry } from './core/pool/service-registry.js';
import { scsSource } from './edge/scs-source.js';
import { EstateLoadBalancer } from './estate-load-balancer.js';
import type { LoadBalancer } from './load-balancer.js';
import { isLive } from './health.js';
import { resolveOptions } from './options.js';
import type { LoadBalancerOptions, ResolvedOptions } from './options.js';
import type { DirectorySource } from './source/directory-source.js';
import { follow } from './source/follow.js';
import { countedWith, noCounts } from './source/source-counts.js';

/**
 * Makes a load balancer and begins to follow its source. Await `ready()` before the first `select`.
 * @throws InvalidOptionError
 */
export function createLoadBalancer(input: LoadBalancerOptions): LoadBalancer {
  const options = resolveOptions(input);
  const { application, clock, gracePeriodMs, onWarning } = options;
  const now = (): number => clock.now();
  const closing = new AbortController();

  const failureMemory = new FailureMemory(now);
  const aliases = new AliasCache(new Keyring(options.aliasKeys), { maxAliases: options.maxAliases, now });
  const services = new ServiceRegistry((tenant, applicationDbid) =>
    aliases.aliasFor({ tenantDbid: tenantNamed(tenant, view.snapshot.configuration).dbid, applicationDbid }),
  );
  const picker = options.policy.createPicker({ random: options.random, score: failureMemory.score });
  const selector = new Selector({ application, picker, services, view: () => view });
  const resolver = new Resolver({
    ...{ aliases, services, selector, now, gracePeriodMs },
    view: () => view,
    isStale: () => source.kind === 'live' && !isLive(source, directory.contact),
    onInstanceGone: options.onInstanceGone,
  });

  let view = emptyView;
  const listeners = new Listeners<Snapshot>((error) => {
    onWarning(`A listener of the load balancer threw: ${error instanceof Error ? error.message : String(error)}`);
  });
  const source = options.source ?? sourceOf(options);
  const directory = new Directory(now, (snapshot) => {
    const before = view;
    view = nextView(before, snapshot, { application, at: now(), gracePeriodMs });
    if (view.scope !== before.scope) forgetTheDeparted();
    listeners.notify(snapshot);
  });
  const forgetTheDeparted = (): void => {
    const { scope } = view;
    failureMemory.retain((dbid) => scope.reachable.has(dbid) || scope.departed.has(dbid));
    selector.forgetTenants((tenant) => scope.application?.tenants.includes(tenant) === true);
  };
  let counts = noCounts;
  const onEvent = (event: DirectoryEvent): void => {
    counts = countedWith(counts, event);
  };
  const following = follow(source, directory, { signal: closing.signal, clock, onEvent, onWarning });

  return new EstateLoadBalancer({
    ...{ clock, directory, listeners, selector, resolver, failureMemory, source, closing, following },
    view: () => view,
    counts: () => counts,
  });
}

function sourceOf({ scs, ...options }: ResolvedOptions): DirectorySource {
  return scsSource({ ...options, urls: scs });
}
