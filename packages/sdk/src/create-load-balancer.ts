import { setMaxListeners } from 'node:events';
import { AliasCache } from './core/alias/alias-cache.js';
import { Keyring } from './core/alias/keyring.js';
import { Resolver } from './core/alias/resolver.js';
import type { Scope } from './core/configuration/scope.js';
import { tenantNamed } from './core/configuration/tenant-of.js';
import { Directory } from './core/directory/directory.js';
import type { DirectoryEvent } from './core/directory/directory-event.js';
import { Listeners } from './core/directory/listeners.js';
import type { Snapshot } from './core/directory/snapshot.js';
import { Estate } from './core/estate/estate.js';
import { FailureMemory } from './core/failure-memory.js';
import { instanceFacts } from './core/pool/instance-facts.js';
import { Selector } from './core/pool/selector.js';
import { ServiceRegistry } from './core/pool/service-registry.js';
import { scsSource } from './edge/scs-source.js';
import { EstateLoadBalancer } from './estate-load-balancer.js';
import type { LoadBalancer } from './load-balancer.js';
import { messageOf } from './errors/message-of.js';
import { isLive } from './health.js';
import type { LoadBalancerOptions } from './options.js';
import { resolveOptions } from './resolve-options.js';
import type { ResolvedOptions } from './resolve-options.js';
import type { DirectorySource } from './source/directory-source.js';
import { follow } from './source/follow.js';
import { countedWith, noCounts } from './source/source-counts.js';
import { Timers } from './time/timers.js';

/**
 * Makes a load balancer and begins to follow its source. Await `ready()` before the first `select`.
 * @throws InvalidOptionError
 */
export function createLoadBalancer(input: LoadBalancerOptions): LoadBalancer {
  const options = resolveOptions(input);
  const { application, clock, gracePeriodMs, failbackDelayMs, onWarning } = options;
  const now = (): number => clock.now();
  const closing = new AbortController();
  setMaxListeners(0, closing.signal); // Any number may wait for an instance at a time, and each listens.
  const timers = new Timers(clock);

  const failureMemory = new FailureMemory(now);
  const aliases = new AliasCache(new Keyring(options.aliasKeys), { maxAliases: options.maxAliases, now });
  const services = new ServiceRegistry((tenant, applicationDbid) =>
    aliases.aliasFor({ tenantDbid: tenantNamed(tenant, estate.scope.tenants).dbid, applicationDbid }),
  );
  const onScope = ({ reachable, departures, servedTenants }: Scope): void => {
    failureMemory.retain((dbid) => reachable.has(dbid) || departures.servers.has(dbid));
    selector.forgetTenants((tenant) => servedTenants.has(tenant));
  };
  const estate = new Estate({
    ...{ application, now, gracePeriodMs, failbackDelayMs, onWarning, onScope },
    onServedAnew: (dbid) => {
      failureMemory.forgive(dbid);
    },
    after: (delayMs, task) => {
      timers.after(delayMs, task);
    },
  });
  const picker = options.policy.createPicker({
    ...{ random: options.random, score: failureMemory.score },
    ...instanceFacts(estate, now),
  });
  const selector = new Selector({
    ...{ application, picker, services, estate },
    ...{ maxConcurrency: options.maxConcurrency, inFlight: failureMemory.inFlight },
  });
  const resolver = new Resolver({
    ...{ aliases, services, selector, estate, now, gracePeriodMs },
    isStale: () => source.kind === 'live' && !isLive(source, directory.contact),
    onInstanceGone: options.onInstanceGone,
  });

  const listeners = new Listeners<Snapshot>((error) => {
    onWarning(`A listener of the load balancer threw: ${messageOf(error)}`);
  });
  const source = options.source ?? sourceOf(options);
  const directory = new Directory(now, (snapshot, event) => {
    estate.apply(snapshot, event);
    listeners.notify(snapshot);
  });
  let counts = noCounts;
  const onEvent = (event: DirectoryEvent): void => {
    counts = countedWith(counts, event, directory.snapshot);
  };
  const following = follow(source, directory, { signal: closing.signal, clock, onEvent, onWarning });

  return new EstateLoadBalancer({
    ...{ clock, directory, listeners, estate, selector, resolver, failureMemory, source, closing, following, timers },
    ...{ random: options.random, dataPath: options.dataPath, onInstanceGone: options.onInstanceGone },
    counts: () => counts,
    aliasEvictions: () => aliases.evictions,
  });
}

function sourceOf({ scs, ...options }: ResolvedOptions): DirectorySource {
  return scsSource({ ...options, urls: scs });
}
