import axios from 'axios';
import type { AxiosInstance } from 'axios';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { ConnectionOptions } from 'node:tls';
import type { Dispatcher } from 'undici';
import type { OnInstanceGone } from '../core/eligibility/session-bound.js';
import type { FailureMemory } from '../core/failure-memory.js';
import type { SelectionRequest } from '../core/model/selection-request.js';
import type { Service } from '../core/model/service.js';
import { RetryBudget } from '../core/retry-budget.js';
import type { Clock } from '../time/clock.js';
import { BalancedDispatcher } from './balanced-dispatcher.js';
import { ConnectionPools } from './connection-pools.js';
import { httpClient } from './http-client.js';
import type { Send } from './http-client.js';
import { sendByUndici } from './undici-adapter.js';

export interface DataPathOptions {
  readonly transport: 'undici' | 'node';
  readonly tls: ConnectionOptions | undefined;
  readonly connectLimitMs: number;
  readonly clock: Clock;
  readonly failureMemory: FailureMemory;
  readonly onInstanceGone: (type: string) => OnInstanceGone;
}

/** Who says where a request goes. */
export interface Balancing {
  select(request: SelectionRequest): Service;
  resolve(alias: string, request: { readonly tenant: string }): Service;
}

/** Requests to the instances: connections, the rules of repetition, and what is learnt from the answers. */
export class DataPath {
  readonly #options: DataPathOptions;
  readonly #pools: ConnectionPools;
  readonly #agents: { readonly httpAgent: HttpAgent; readonly httpsAgent: HttpsAgent };
  readonly #retryBudget: RetryBudget;

  constructor(options: DataPathOptions) {
    const { tls } = options;
    this.#options = options;
    this.#pools = new ConnectionPools(options);
    this.#agents = {
      httpAgent: new HttpAgent({ keepAlive: true }),
      httpsAgent: new HttpsAgent({ keepAlive: true, ...tls }),
    };
    this.#retryBudget = new RetryBudget(() => options.clock.now());
  }

  http(request: SelectionRequest, balancing: Balancing): AxiosInstance {
    const { failureMemory, onInstanceGone, clock } = this.#options;
    return httpClient(request, {
      select: (wanted) => balancing.select(wanted),
      resolve: (alias, wanted) => balancing.resolve(alias, wanted),
      isSessionBound: (type) => onInstanceGone(type) === 'fail',
      ...{ failureMemory, retryBudget: this.#retryBudget, send: this.#send },
      now: () => clock.now(),
    });
  }

  dispatcher({ alias, ...request }: SelectionRequest & { readonly alias?: string }, balancing: Balancing): Dispatcher {
    const { failureMemory, onInstanceGone } = this.#options;
    const another = (exclude: readonly string[]): Service => balancing.select({ ...request, exclude });
    const first = (): Service => (alias === undefined ? balancing.select(request) : balancing.resolve(alias, request));
    return new BalancedDispatcher({
      first,
      another: alias !== undefined && onInstanceGone(request.type) === 'fail' ? undefined : another,
      dispatcherTo: (url) => this.#pools.pool(url),
      ...{ failureMemory, retryBudget: this.#retryBudget },
    });
  }

  /** Lets go of connections to addresses that are not among these. */
  retain(urls: ReadonlySet<string>): void {
    this.#pools.retain((url) => urls.has(url));
  }

  async close(): Promise<void> {
    this.#agents.httpAgent.destroy();
    this.#agents.httpsAgent.destroy();
    await this.#pools.close();
  }

  readonly #sendByNode: Send = (config) => axios.getAdapter('http')({ ...this.#agents, ...config });

  readonly #sendByUndici: Send = (config) =>
    sendByUndici(config, { clock: this.#options.clock, dispatcher: (url) => this.#pools.pool(url) });

  get #send(): Send {
    return this.#options.transport === 'node' ? this.#sendByNode : this.#sendByUndici;
  }
}
