import type { LoadBalancer } from '@eservices-lb/sdk';
import type { Surroundings } from '../application-server/application-server.js';
import { RequestError } from '../application-server/request-error.js';
import { PeerError } from '../json-rpc/peer-error.js';
import { Upstream } from '../json-rpc/upstream.js';

export interface ProxyUpstreamOptions extends Pick<Surroundings, 'registration' | 'clock' | 'random' | 'log'> {
  readonly loadBalancer: Pick<LoadBalancer, 'select' | 'subscribe'>;
  readonly serviceSecret: string;
  readonly serverTypes: readonly string[];
  /** The server can be asked, for the first time or again. */
  readonly onConnected: () => void;
}

/** So long the server may take to answer, ms. */
const answerLimitMs = 10_000;

interface Choice {
  readonly tenant: string;
  readonly type: string;
}

/** The one connection of a proxy to its server: that which its Connections name, for the tenant that it serves. */
export class ProxyUpstream {
  readonly #options: ProxyUpstreamOptions;
  #choice: Choice;
  #upstream: Upstream | undefined;

  /** @throws RequestError where the Connections name no such server */
  constructor(options: ProxyUpstreamOptions) {
    this.#options = options;
    this.#choice = choiceOf(options);
  }

  get isConnected(): boolean {
    return this.#upstream?.isConnected === true;
  }

  get application(): string | undefined {
    return this.#upstream?.application;
  }

  open(): void {
    const { loadBalancer, serviceSecret, onConnected, clock, random, log } = this.#options;
    this.#upstream ??= new Upstream({
      ...{ ...this.#choice, loadBalancer, serviceSecret, clock, random, log, methods: {} },
      onUsable: onConnected,
      onLost: () => {
        log.warn('the connection to the server is lost; requests wait for the next one');
      },
    });
  }

  close(): void {
    this.#upstream?.close();
    this.#upstream = undefined;
  }

  /** Goes to another server where the Connections or the tenant say so. */
  configurationChanged(): void {
    let choice: Choice;
    try {
      choice = choiceOf(this.#options);
    } catch (error) {
      this.#options.log.error(error, 'the proxy stays with the server that it has');
      return;
    }
    if (choice.tenant === this.#choice.tenant && choice.type === this.#choice.type) return;
    this.#choice = choice;
    if (this.#upstream === undefined) return;
    this.close();
    this.open();
  }

  /** @throws PeerError */
  request(method: string, params: object): Promise<unknown> {
    return this.#upstream === undefined
      ? Promise.reject(new PeerError('PEER_GONE', 'There is no connection.'))
      : this.#upstream.request(method, params, { limitMs: answerLimitMs });
  }
}

function choiceOf({ registration, serverTypes }: Pick<ProxyUpstreamOptions, 'registration' | 'serverTypes'>): Choice {
  const { connections, application } = registration();
  const [tenant = ''] = application.tenants;
  const found = connections.find(({ type }) => serverTypes.includes(type));
  if (found !== undefined) return { tenant, type: found.type };
  throw new RequestError(
    500,
    'CONNECTION_MISSING',
    `${application.name} has no connection to a server of type ${serverTypes.join(' or ')}: add one to its Connections (PX-1).`,
  );
}
