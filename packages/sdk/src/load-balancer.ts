import type { AxiosInstance } from 'axios';
import type { Dispatcher } from 'undici';
import type { ConfigurationReader } from './core/configuration/configuration-reader.js';
import type { Snapshot } from './core/directory/snapshot.js';
import type { CandidateReport } from './core/eligibility/explain.js';
import type { Outcome } from './core/failure-memory.js';
import type { SelectionRequest } from './core/model/selection-request.js';
import type { ResolvedService, Service } from './core/model/service.js';
import type { SourceCounts } from './source/source-counts.js';
import type { ServerType } from './wire/server-type.js';

declare module 'axios' {
  interface AxiosRequestConfig {
    /** With `LoadBalancer.http`: the instance to go to. On the response's configuration: the instance that answered. */
    alias?: string;
    /**
     * With `LoadBalancer.http`: how long an instance may be silent before an idempotent request goes on to another one, where there is one, ms.
     * 0 or `Infinity`: as long as `timeout` allows, which long polling wants. @defaultValue half of what is left of `timeout`
     */
    attemptTimeout?: number;
    /**
     * With `LoadBalancer.http`, on the configuration of a response or an error: the names of the applications that were asked, in order; the
     * last one is the one that answered, where there is an answer.
     */
    asked?: readonly string[];
  }
}

/** How fresh the view of the estate is. */
export interface Health {
  /** `live`: the control server speaks to us. `stale`: it does not, and the last view is used. `file`: the view comes from a file. */
  readonly source: 'live' | 'stale' | 'file';
  /** Milliseconds since the control server was last heard of; `Infinity` before the first time. */
  readonly ageMs: number;
  readonly epoch: number;
  readonly revision: number;
  /** Equal on two web nodes exactly when their views are equal. */
  readonly fingerprint: string;
  /** How often a listener given to `subscribe` threw or rejected. */
  readonly listenerFailures: number;
  /** How many aliases had to make room for others in a full table (`maxAliases`). They stay valid; the cipher runs again for them. */
  readonly aliasEvictions: number;
  /** Why the source is not live, where it is not. */
  readonly reason?: string;
  readonly counts: SourceCounts;
  /** Each of the merged sources by itself, in order, where there are several. */
  readonly parts?: readonly Pick<Health, 'source' | 'ageMs' | 'reason'>[];
}

/** The guide-era answer of {@link LoadBalancer.getServiceInfo}. */
export interface ServiceInfo {
  readonly alias: string;
  readonly host: string;
  readonly port: number;
  readonly isPrimaryActive: boolean;
  readonly isBackupActive: boolean;
  readonly isWebApiPortSecured: boolean;
}

/** The Load-Balancing API (LB-10). Nothing here but `ready`, `waitFor`, `http` calls and `close` waits for anything. */
export interface LoadBalancer extends AsyncDisposable {
  /**
   * Resolves at the first full view of the estate.
   * @throws DirectoryUnavailableError when none came in time, with the last reason
   */
  ready(options?: { readonly timeoutMs?: number }): Promise<void>;
  /**
   * Picks an instance for the request. The same instance always has the same alias, on every node that has the alias key.
   * @throws TenantRequiredError, UnknownTenantError, TenantNotServedError, UnknownServerTypeError, NoInstanceError, AllDrainingError,
   *   ConcurrencyLimitError, InvalidOptionError where the policy needs a `key` and the request has none,
   *   PortNotConfiguredError, DirectoryUnavailableError, ClosedError
   */
  select(request: SelectionRequest): Service;
  /**
   * Where the alias's instance is now, even if no new request would be given to it. Where another instance has to be chosen (a stateless
   * type, whose instance stopped), it is chosen by `key`, or by the alias where no key is given.
   * @throws AliasInvalidError, AliasTenantMismatchError, InstanceStoppedError, InstanceGoneError
   */
  resolve(alias: string, request: { readonly tenant: string; readonly key?: string }): ResolvedService;
  /** `select`, or wait until an instance becomes selectable; rejects with the last refusal at the time limit. */
  waitFor(request: SelectionRequest, options: { readonly timeoutMs: number }): Promise<Service>;
  /** Every candidate, with the reason it is or is not selectable. */
  explain(request: SelectionRequest): readonly CandidateReport[];
  /** The guide-era spelling of `select`. */
  getServiceInfo(type: ServerType, tenant: string): ServiceInfo;
  /** Read access to the configuration as it is at the moment of the call. */
  readonly configuration: ConfigurationReader;
  /** Tells of every later snapshot; returns its own undoing. A listener that throws harms nobody else. */
  subscribe(listener: (snapshot: Snapshot) => void): () => void;
  /**
   * Resolves once nothing is left on an application that takes nothing new: it is stopped or deleted, or it reports a load of 0 and no
   * request of this process is under way to it. It goes on waiting while the application is selectable; one that reports no load
   * counts as drained when it is stopped.
   * @throws InvalidOptionError for a name that the configuration does not have, ClosedError
   */
  whenDrained(application: string): Promise<void>;
  /**
   * An axios instance whose requests go to a picked instance, or to the one that `alias` in the request's configuration names. URLs are
   * relative, and of a `baseURL` only the path counts: a request never leaves for another host than the instance, and follows no redirect.
   *
   * A request goes on to another instance when nothing of it was sent (no connection could be made), or when it is idempotent (GET, HEAD,
   * OPTIONS, PUT, DELETE), its body is no stream, and no answer came: the connection broke, or the instance was silent for `attemptTimeout`.
   * It is never tried twice at the same instance, but for one replay after a connection kept alive was found closed (R16, R33), nor at more
   * than `maxAttempts`; repetitions stay below 20 % of all requests, and 3 (R32). An answer is an answer: one of 503, with or without
   * Retry-After, is returned and not repeated. With `alias`, only types that bind no session to the instance go on elsewhere (R41).
   *
   * `timeout` (10 s unless given) bounds all attempts together. The alias of the instance that answered stands on `response.config.alias`, that
   * of the last one tried on `error.config.alias`. Failures are remembered of an instance, but not that the caller aborted.
   * Requests reject with an AxiosError, or with an error of `select` or `resolve`; those under way at `close()` with ClosedError.
   */
  http(request: SelectionRequest): AxiosInstance;
  /**
   * An undici Dispatcher that gives each request to a picked instance, or to the one that `alias` names, whatever the origin in its URL:
   * `fetch('http://email/path', { dispatcher })`, with undici's fetch, `request` and `stream`, and with Node's own fetch.
   *
   * Requests go on elsewhere as those of `http` do, for as long as no answer has begun. Note that fetch makes a stream of every body. There is
   * no time limit but those of undici and of the caller's signal. The response header `x-eservices-alias` says which instance answered.
   * The dispatcher needs no closing: its connections are the load balancer's.
   */
  dispatcher(request: SelectionRequest, options?: { readonly alias?: string }): Dispatcher;
  /**
   * Tells how a session or request with this instance went, where it did not go through `http`: `failure` for a 5xx, a time-out or a
   * connection that broke, `refused` for a 4xx. It keeps new work off the instance for up to 30 s, never off the last one (R24).
   * @throws InvalidOptionError
   */
  report(service: Service, outcome: Outcome): void;
  health(): Health;
  /** Closes every connection and timer. May be called at any moment, more than once. */
  close(): Promise<void>;
}
