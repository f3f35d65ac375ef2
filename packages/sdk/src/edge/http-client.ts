import axios, { AxiosError } from 'axios';
import type { AxiosInstance, AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import type { FailureMemory, Outcome } from '../core/failure-memory.js';
import type { SelectionRequest } from '../core/model/selection-request.js';
import type { Service } from '../core/model/service.js';
import type { RetryBudget } from '../core/retry-budget.js';
import { LoadBalancerError } from '../errors/load-balancer-error.js';
import { isRefusedHere, isRepeatable } from './repeatable.js';

/** Makes one request to the address in `baseURL`. */
export type Send = (config: InternalAxiosRequestConfig) => Promise<AxiosResponse>;

export interface HttpClientParts {
  readonly select: (request: SelectionRequest) => Service;
  readonly resolve: (alias: string, request: { readonly tenant: string }) => Service;
  /** A session is bound to the instance behind its alias, so that no other will do. */
  readonly isSessionBound: (type: string) => boolean;
  readonly failureMemory: FailureMemory;
  readonly retryBudget: RetryBudget;
  readonly send: Send;
  /** Monotonic ms. */
  readonly now: () => number;
}

const timeoutMs = 10_000;
const mostAttempts = 3;

/**
 * An axios instance for one kind of server. A request without `alias` goes to a picked instance; one with `alias` goes to that instance, and
 * where the type keeps no sessions on to another one if that fails (R41). Attempts after the first are made only where that is safe and
 * the retry budget allows, never at the same instance while there is another (R33), and within the time-out of the whole.
 */
export function httpClient(request: SelectionRequest, parts: HttpClientParts): AxiosInstance {
  const adapter: Send = (config) => new BalancedRequest(request, config, parts).send();
  return axios.create({ adapter, timeout: timeoutMs, maxRedirects: 0, allowAbsoluteUrls: false, proxy: false });
}

/** One request on its way to an answer, over as many instances as that takes. */
class BalancedRequest {
  readonly #request: SelectionRequest;
  readonly #config: InternalAxiosRequestConfig;
  readonly #parts: HttpClientParts;
  readonly #tried: string[];
  readonly #deadline: number;
  readonly #isAliased: boolean;

  constructor(request: SelectionRequest, config: InternalAxiosRequestConfig, parts: HttpClientParts) {
    this.#request = request;
    this.#config = config;
    this.#parts = parts;
    this.#isAliased = config.alias !== undefined;
    this.#tried = [...(request.exclude ?? [])];
    this.#deadline = config.timeout ? parts.now() + config.timeout : Infinity;
  }

  async send(): Promise<AxiosResponse> {
    this.#parts.retryBudget.earn();
    let service = this.#first();
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#attempt(service);
      } catch (error) {
        this.#tried.push(service.application);
        const isWorthwhile = attempt < mostAttempts && isRepeatable(error, this.#config) && this.#hasTime();
        const next = isWorthwhile ? this.#next(service) : undefined;
        if (next === undefined || !this.#parts.retryBudget.spend()) throw error;
        service = next;
      }
    }
  }

  #first(): Service {
    const { alias } = this.#config;
    return alias === undefined ? this.#parts.select(this.#request) : this.#parts.resolve(alias, this.#request);
  }

  /** Another instance; else the same one once more, in case only its old connection was dead (R16). */
  #next(failed: Service): Service | undefined {
    const isBound = this.#isAliased && this.#parts.isSessionBound(this.#request.type);
    const another = isBound ? undefined : this.#another();
    if (another !== undefined) return another;
    const timesTried = this.#tried.filter((name) => name === failed.application).length;
    return timesTried < 2 ? failed : undefined;
  }

  #another(): Service | undefined {
    try {
      return this.#parts.select({ ...this.#request, exclude: this.#tried });
    } catch (error) {
      if (error instanceof LoadBalancerError) return undefined;
      throw error;
    }
  }

  #hasTime(): boolean {
    return this.#parts.now() < this.#deadline;
  }

  /** axios makes a configuration for each request, so it is ours to write on. */
  #aimAt({ url, alias }: Service): void {
    this.#config.baseURL = url;
    this.#config.alias = alias;
    if (this.#deadline === Infinity) return;
    this.#config.timeout = Math.max(1, Math.ceil(this.#deadline - this.#parts.now()));
  }

  async #attempt(service: Service): Promise<AxiosResponse> {
    const { failureMemory, send } = this.#parts;
    const end = failureMemory.begin(service.dbid);
    this.#aimAt(service);
    try {
      const response = await send(this.#config);
      end(outcomeOfStatus(response.status));
      return response;
    } catch (error) {
      end(outcomeOfError(error));
      throw error;
    }
  }
}

export function outcomeOfStatus(status: number): Outcome {
  if (status >= 500) return 'failure';
  return status >= 400 ? 'refused' : 'success';
}

function outcomeOfError(error: unknown): Outcome {
  if (axios.isCancel(error) || !(error instanceof AxiosError)) return 'success';
  if (error.response !== undefined) return outcomeOfStatus(error.response.status);
  return isRefusedHere(error) ? 'success' : 'failure';
}
