import type { AxiosInstance, InternalAxiosRequestConfig } from 'axios';
import type { Dispatcher } from 'undici';
import type { FailureMemory } from '../core/failure-memory.js';
import type { ItineraryParts } from '../core/itinerary.js';
import type { SelectionRequest } from '../core/model/selection-request.js';
import { RetryBudget } from '../core/retry-budget.js';
import type { Clock } from '../time/clock.js';
import type { Random } from '../time/random.js';
import { cachedLookup } from './connections/cached-lookup.js';
import { Connector } from './connections/connector.js';
import { InstancePools } from './connections/instance-pools.js';
import type { DataPathOptions } from './data-path-options.js';
import { BalancingDispatcher } from './dispatcher/balancing-dispatcher.js';
import { abortAll } from './exchange/exchange.js';
import type { Exchange, ExchangeParts } from './exchange/exchange.js';
import { NodeTransport } from './exchange/node-transport.js';
import type { Transport } from './exchange/transport.js';
import { undiciTransport } from './exchange/undici-transport.js';
import { httpClient } from './http-client.js';

export interface DataPathParts extends Pick<ItineraryParts, 'select' | 'resolve' | 'mayMove'> {
  readonly options: DataPathOptions;
  readonly failureMemory: FailureMemory;
  readonly clock: Clock;
  readonly random: Random;
}

/** Everything that carries requests to instances: the connections, and what one request tells the next. */
export class DataPath {
  readonly #pools: InstancePools;
  readonly #connector: Connector;
  readonly #itineraries: ItineraryParts;
  readonly #exchanges: ExchangeParts;
  readonly #live = new Set<Exchange>();
  readonly #node: NodeTransport;

  constructor({ options, failureMemory, clock, random, ...routing }: DataPathParts) {
    const now = (): number => clock.now();
    const lookup = cachedLookup(now);
    this.#connector = new Connector({ ...options, lookup });
    this.#pools = new InstancePools({ ...options, connector: this.#connector, clock, random });
    this.#node = new NodeTransport({ lookup, tls: options.tls });
    this.#itineraries = { ...routing, budgetOf: budgets(now), maxAttempts: options.maxAttempts };
    const undici = undiciTransport({ pools: this.#pools, connector: this.#connector });
    const transportFor = (config: InternalAxiosRequestConfig): Transport =>
      options.transport === 'node' || asksForNode(config) ? this.#node : undici;
    this.#exchanges = { ...this.#itineraries, transportFor, failureMemory, clock, live: this.#live };
  }

  http(request: SelectionRequest): AxiosInstance {
    return httpClient(request, this.#exchanges);
  }

  dispatcher(request: SelectionRequest, alias: string | undefined): Dispatcher {
    const { failureMemory } = this.#exchanges;
    const parts = { ...this.#itineraries, failureMemory, pools: this.#pools, connector: this.#connector };
    return new BalancingDispatcher(request, alias, parts);
  }

  /** Ends all requests with ClosedError, and all connections. */
  async close(): Promise<void> {
    abortAll(this.#live);
    this.#node.close();
    await this.#pools.close();
  }
}

/** A budget for each type of server, so that an outage of one leaves the others theirs. Types are few: only those that were found count. */
function budgets(now: () => number): (type: string) => RetryBudget {
  const byType = new Map<string, RetryBudget>();
  return (type) => {
    const known = byType.get(type);
    if (known !== undefined) return known;
    const budget = new RetryBudget(now);
    byType.set(type, budget);
    return budget;
  };
}

/** What only axios's own adapter does. */
const asksForNode = (config: InternalAxiosRequestConfig): boolean =>
  config.httpAgent !== undefined ||
  config.httpsAgent !== undefined ||
  config.onUploadProgress !== undefined ||
  config.onDownloadProgress !== undefined ||
  config.maxRate !== undefined ||
  config.lookup !== undefined ||
  config.transport !== undefined ||
  (config.proxy !== undefined && config.proxy !== false);
