import type { AxiosInstance } from 'axios';
import type { Resolver } from './core/alias/resolver.js';
import { configurationReader } from './core/configuration/configuration-reader.js';
import type { ConfigurationReader } from './core/configuration/configuration-reader.js';
import { tenantNamed } from './core/configuration/tenant-of.js';
import type { Directory } from './core/directory/directory.js';
import type { Listeners } from './core/directory/listeners.js';
import { runStateOf } from './core/directory/snapshot.js';
import type { Snapshot } from './core/directory/snapshot.js';
import { explain } from './core/eligibility/explain.js';
import type { CandidateReport } from './core/eligibility/explain.js';
import type { FailureMemory } from './core/failure-memory.js';
import type { SelectionRequest } from './core/model/selection-request.js';
import type { ResolvedService, Service } from './core/model/service.js';
import type { EstateView } from './core/pool/estate-view.js';
import type { Selector } from './core/pool/selector.js';
import { httpClient } from './edge/http-client.js';
import { ClosedError } from './errors/closed-error.js';
import { DirectoryUnavailableError } from './errors/directory-unavailable-error.js';
import { InvalidOptionError } from './errors/invalid-option-error.js';
import { LoadBalancerError } from './errors/load-balancer-error.js';
import { healthReporter } from './health.js';
import type { Health, LoadBalancer, ServiceInfo } from './load-balancer.js';
import type { DirectorySource } from './source/directory-source.js';
import type { SourceCounts } from './source/source-counts.js';
import type { Clock } from './time/clock.js';
import { waitUntil } from './wait-until.js';
import type { ServerType } from './wire/server-type.js';

export interface EstateLoadBalancerParts {
  readonly clock: Clock;
  readonly directory: Directory;
  readonly listeners: Listeners<Snapshot>;
  readonly selector: Selector;
  readonly resolver: Resolver;
  readonly failureMemory: FailureMemory;
  readonly source: DirectorySource;
  readonly closing: AbortController;
  /** Settles when the source has ended. */
  readonly following: Promise<void>;
  readonly view: () => EstateView;
  readonly counts: () => SourceCounts;
}

const readyTimeoutMs = 10_000;

/** The Load-Balancing API over a directory that follows its source. */
export class EstateLoadBalancer implements LoadBalancer {
  readonly configuration: ConfigurationReader;
  readonly #parts: EstateLoadBalancerParts;
  readonly #report: ReturnType<typeof healthReporter>;

  constructor(parts: EstateLoadBalancerParts) {
    this.#parts = parts;
    this.#report = healthReporter(parts.source);
    this.configuration = configurationReader(() => parts.view().snapshot.configuration);
  }

  async ready({ timeoutMs = readyTimeoutMs }: { readonly timeoutMs?: number } = {}): Promise<void> {
    checkTimeout(timeoutMs);
    const { directory } = this.#parts;
    await this.#waitUntil(
      () => directory.contact.hasView || undefined,
      timeoutMs,
      () => this.#unavailable(),
    );
  }

  select(request: SelectionRequest): Service {
    this.#checkUsable();
    return this.#parts.selector.select(request);
  }

  resolve(alias: string, { tenant }: { readonly tenant: string }): ResolvedService {
    this.#checkUsable();
    return this.#parts.resolver.resolve(alias, tenant);
  }

  async waitFor(request: SelectionRequest, { timeoutMs }: { readonly timeoutMs: number }): Promise<Service> {
    checkTimeout(timeoutMs);
    let refusal: LoadBalancerError = this.#unavailable();
    const attempt = (): Service | undefined => {
      try {
        return this.select(request);
      } catch (error) {
        if (!(error instanceof LoadBalancerError) || !error.retryable) throw error;
        refusal = error;
        return undefined;
      }
    };
    return this.#waitUntil(attempt, timeoutMs, () => refusal);
  }

  explain(request: SelectionRequest): readonly CandidateReport[] {
    this.#checkUsable();
    const { scope, snapshot } = this.#parts.view();
    tenantNamed(request.tenant, snapshot.configuration);
    return explain(request, scope, snapshot);
  }

  getServiceInfo(type: ServerType, tenant: string): ServiceInfo {
    const { alias, dbid, host, port, secure, member } = this.select({ type, tenant });
    const { scope, snapshot } = this.#parts.view();
    const backup = scope.reachable.get(dbid)?.backup?.application.name;
    return {
      ...{ alias, host, port },
      isPrimaryActive: member === 'primary',
      isBackupActive: backup !== undefined && runStateOf(snapshot, backup).status === 'running',
      isWebApiPortSecured: secure,
    };
  }

  subscribe(listener: (snapshot: Snapshot) => void): () => void {
    return this.#parts.listeners.add(listener);
  }

  http(request: SelectionRequest): AxiosInstance {
    return httpClient(request, {
      select: (another) => this.select(another),
      resolve: (alias, of) => this.resolve(alias, of),
      failureMemory: this.#parts.failureMemory,
    });
  }

  health(): Health {
    const { directory, clock, counts } = this.#parts;
    const { snapshot, contact } = directory;
    return this.#report({ snapshot, contact, counts: counts(), now: clock.now() });
  }

  async close(): Promise<void> {
    const { closing, following, listeners } = this.#parts;
    closing.abort();
    listeners.clear();
    await following;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #waitUntil<T>(attempt: () => T | undefined, timeoutMs: number, onTimeout: () => Error): Promise<T> {
    const { clock, listeners, closing } = this.#parts;
    const onChange = (listener: () => void): (() => void) => listeners.add(listener);
    return waitUntil(attempt, { timeoutMs, onTimeout }, { clock, onChange, closed: closing.signal });
  }

  #checkUsable(): void {
    if (this.#parts.closing.signal.aborted) throw new ClosedError();
    if (!this.#parts.directory.contact.hasView) throw this.#unavailable();
  }

  #unavailable(): DirectoryUnavailableError {
    return new DirectoryUnavailableError(this.#parts.directory.contact.reason);
  }
}

function checkTimeout(timeoutMs: unknown): void {
  if (typeof timeoutMs === 'number' && timeoutMs >= 0 && timeoutMs <= 2 ** 31 - 1) return;
  throw new InvalidOptionError('timeoutMs', 'a number of ms from 0 to 2,147,483,647', timeoutMs);
}
