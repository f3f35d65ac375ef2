import type { AxiosInstance } from 'axios';
import type { Dispatcher } from 'undici';
import type { Resolver } from './core/alias/resolver.js';
import { configurationReader } from './core/configuration/configuration-reader.js';
import { checkRequest } from './check-request.js';
import type { ConfigurationReader } from './core/configuration/configuration-reader.js';
import { tenantNamed } from './core/configuration/tenant-of.js';
import type { Directory } from './core/directory/directory.js';
import type { Listeners } from './core/directory/listeners.js';
import { runStateOf } from './core/directory/snapshot.js';
import type { Snapshot } from './core/directory/snapshot.js';
import { explain } from './core/eligibility/explain.js';
import type { CandidateReport } from './core/eligibility/explain.js';
import type { OnInstanceGone } from './core/eligibility/session-bound.js';
import { isOutcome } from './core/failure-memory.js';
import type { FailureMemory, Outcome } from './core/failure-memory.js';
import type { SelectionRequest } from './core/model/selection-request.js';
import type { ResolvedService, Service } from './core/model/service.js';
import type { Estate } from './core/estate/estate.js';
import type { Selector } from './core/pool/selector.js';
import { DataPath } from './edge/data-path.js';
import type { DataPathOptions } from './edge/data-path-options.js';
import { ClosedError } from './errors/closed-error.js';
import { DirectoryUnavailableError } from './errors/directory-unavailable-error.js';
import { InvalidOptionError } from './errors/invalid-option-error.js';
import { LoadBalancerError } from './errors/load-balancer-error.js';
import { healthOf } from './health.js';
import type { Health, LoadBalancer, ServiceInfo } from './load-balancer.js';
import type { DirectorySource } from './source/directory-source.js';
import type { SourceCounts } from './source/source-counts.js';
import type { Clock } from './time/clock.js';
import type { Timers } from './time/timers.js';
import type { Random } from './time/random.js';
import { waitUntil } from './wait-until.js';
import type { WaitParts } from './wait-until.js';
import { whenDrained } from './when-drained.js';
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
  readonly estate: Estate;
  readonly timers: Timers;
  readonly random: Random;
  readonly dataPath: DataPathOptions;
  readonly onInstanceGone: (type: string) => OnInstanceGone;
  readonly counts: () => SourceCounts;
  readonly aliasEvictions: () => number;
}

const readyTimeoutMs = 10_000;

/** The Load-Balancing API over a directory that follows its source. */
export class EstateLoadBalancer implements LoadBalancer {
  readonly configuration: ConfigurationReader;
  readonly #parts: EstateLoadBalancerParts;
  readonly #dataPath: DataPath;
  #isClosed = false;

  constructor(parts: EstateLoadBalancerParts) {
    this.#parts = parts;
    this.configuration = configurationReader(() => parts.estate.snapshot.configuration);
    this.#dataPath = new DataPath({
      ...{ options: parts.dataPath, failureMemory: parts.failureMemory, clock: parts.clock, random: parts.random },
      select: (request) => this.select(request),
      resolve: (alias, request) => this.resolve(alias, request),
      mayMove: (application, type) =>
        this.configuration.application(application)?.type === type && parts.onInstanceGone(type) === 'reselect',
    });
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
    checkRequest(request);
    return this.#parts.selector.select(request);
  }

  resolve(alias: string, request: { readonly tenant: string; readonly key?: string }): ResolvedService {
    this.#checkUsable();
    if (typeof (request as unknown) !== 'object' || (request as unknown) === null) {
      throw new InvalidOptionError('request', 'an object such as { tenant }', request);
    }
    return this.#parts.resolver.resolve(alias, request);
  }

  async waitFor(request: SelectionRequest, options: { readonly timeoutMs: number }): Promise<Service> {
    const timeoutMs: unknown = (options as Partial<typeof options> | undefined)?.timeoutMs;
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
    checkRequest(request);
    const { estate } = this.#parts;
    tenantNamed(request.tenant, estate.scope.tenants);
    return explain(request, estate);
  }

  getServiceInfo(type: ServerType, tenant: string): ServiceInfo {
    const { alias, dbid, host, port, secure, member } = this.select({ type, tenant });
    const { scope, snapshot } = this.#parts.estate;
    const backup = scope.reachable.get(dbid)?.backup?.application.name;
    return {
      ...{ alias, host, port },
      isPrimaryActive: member === 'primary',
      isBackupActive: backup !== undefined && runStateOf(snapshot, backup).status === 'running',
      isWebApiPortSecured: secure,
    };
  }

  subscribe(listener: (snapshot: Snapshot) => void): () => void {
    if (typeof (listener as unknown) !== 'function') {
      throw new InvalidOptionError('listener', 'a function', listener);
    }
    return this.#parts.listeners.add(listener);
  }

  async whenDrained(application: string): Promise<void> {
    this.#checkUsable();
    const { estate, failureMemory } = this.#parts;
    await whenDrained(application, { ...this.#waitParts, estate, failureMemory });
  }

  http(request: SelectionRequest): AxiosInstance {
    checkRequest(request);
    return this.#dataPath.http(request);
  }

  dispatcher(request: SelectionRequest, { alias }: { readonly alias?: string } = {}): Dispatcher {
    checkRequest(request);
    return this.#dataPath.dispatcher(request, alias);
  }

  report(service: Service, outcome: Outcome): void {
    const { dbid } = (service as Partial<Service> | undefined | null) ?? {};
    if (typeof dbid !== 'number')
      throw new InvalidOptionError('service', 'what select() or resolve() returned', service);
    if (!isOutcome(outcome)) throw new InvalidOptionError('outcome', '"success", "refused" or "failure"', outcome);
    const { failureMemory, estate } = this.#parts;
    if (estate.scope.reachable.has(dbid)) failureMemory.report(dbid, outcome);
  }

  health(): Health {
    const { directory, clock, listeners, source, counts, aliasEvictions } = this.#parts;
    const { snapshot, contact } = directory;
    const counted = { counts: counts(), listenerFailures: listeners.failures, aliasEvictions: aliasEvictions() };
    return healthOf({ source, snapshot, contact, now: clock.now(), ...counted });
  }

  async close(): Promise<void> {
    const { closing, following, listeners, timers } = this.#parts;
    this.#isClosed = true;
    closing.abort();
    timers.cancelAll();
    listeners.clear();
    await Promise.all([following, this.#dataPath.close()]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #waitUntil<T>(attempt: () => T | undefined, timeoutMs: number, onTimeout: () => Error): Promise<T> {
    return waitUntil(attempt, { timeoutMs, onTimeout }, this.#waitParts);
  }

  get #waitParts(): WaitParts {
    const { clock, listeners, failureMemory, closing } = this.#parts;
    const onChange = (listener: () => void): (() => void) => {
      const undoings = [listeners.add(listener), failureMemory.onEnd(listener)];
      return () => {
        for (const undo of undoings) undo();
      };
    };
    return { clock, onChange, closed: closing.signal };
  }

  #checkUsable(): void {
    if (this.#isClosed) throw new ClosedError();
    if (!this.#parts.directory.contact.hasView) throw this.#unavailable();
  }

  #unavailable(): DirectoryUnavailableError {
    return new DirectoryUnavailableError(this.#parts.directory.contact.reason);
  }
}

function checkTimeout(timeoutMs: unknown): asserts timeoutMs is number {
  if (typeof timeoutMs === 'number' && timeoutMs >= 0 && timeoutMs <= 2 ** 31 - 1) return;
  throw new InvalidOptionError('timeoutMs', 'a number of ms from 0 to 2,147,483,647', timeoutMs);
}
