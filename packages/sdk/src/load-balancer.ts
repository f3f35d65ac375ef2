import type { AxiosInstance } from 'axios';
import type { ConfigurationReader } from './core/configuration/configuration-reader.js';
import type { Snapshot } from './core/directory/snapshot.js';
import type { CandidateReport } from './core/eligibility/explain.js';
import type { SelectionRequest } from './core/model/selection-request.js';
import type { ResolvedService, Service } from './core/model/service.js';
import type { SourceCounts } from './source/source-counts.js';
import type { ServerType } from './wire/server-type.js';

declare module 'axios' {
  interface AxiosRequestConfig {
    /** With `LoadBalancer.http`: the instance to go to. On the response's configuration: the instance that answered. */
    alias?: string;
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
   *   PortNotConfiguredError, DirectoryUnavailableError, ClosedError
   */
  select(request: SelectionRequest): Service;
  /**
   * Where the alias's instance is now, even if no new request would be given to it.
   * @throws AliasInvalidError, AliasTenantMismatchError, InstanceStoppedError, InstanceGoneError
   */
  resolve(alias: string, request: { readonly tenant: string }): ResolvedService;
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
   * An axios instance whose requests go to a picked instance, or to the one that `alias` in the request's configuration names. URLs are relative.
   * The alias of the instance that answered stands on the response's configuration.
   */
  http(request: SelectionRequest): AxiosInstance;
  health(): Health;
  /** Closes every connection and timer. May be called at any moment, more than once. */
  close(): Promise<void>;
}
