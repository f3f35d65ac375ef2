import type { Registration } from '@eservices-lb/mock-scs/lca';
import type { Logger } from 'pino';
import { interactionServerTypes } from '../application-server/interaction-server-type.js';
import { PeerError } from '../json-rpc/peer-error.js';
import { Upstream } from '../json-rpc/upstream.js';
import type { UpstreamOptions } from '../json-rpc/upstream.js';

export interface InteractionServerLinkOptions extends Omit<UpstreamOptions, 'tenant' | 'type'> {
  readonly registration: () => Registration;
  readonly log: Logger;
}

/** The connection to the Interaction Server among the Connections, for as long as there is one. */
export class InteractionServerLink {
  readonly #options: InteractionServerLinkOptions;
  #upstream: Upstream | undefined;
  #meant: string | undefined;

  constructor(options: InteractionServerLinkOptions) {
    this.#options = options;
    this.look();
  }

  get isConnected(): boolean {
    return this.#upstream?.isConnected === true;
  }

  /** What to configure, where there is nothing to connect to. */
  get problem(): string | undefined {
    return this.#upstream === undefined ? connectionMissing(this.#options.registration()) : undefined;
  }

  /** @throws PeerError */
  request(method: string, params: object, options: { readonly limitMs?: number } = {}): Promise<unknown> {
    if (this.#upstream !== undefined) return this.#upstream.request(method, params, options);
    throw new PeerError('PEER_GONE', connectionMissing(this.#options.registration()));
  }

  /** The Connections or the tenants may have changed. */
  look(): void {
    const { registration, log, onLost, ...options } = this.#options;
    const { connections, application } = registration();
    const type = connections.find((one) => interactionServerTypes.includes(one.type))?.type;
    const [tenant = ''] = application.tenants;
    const meant = JSON.stringify([tenant, type]);
    if (meant === this.#meant) return;
    this.#meant = meant;
    const former = this.#upstream;
    this.#upstream = undefined;
    former?.close();
    if (former !== undefined) onLost?.();
    if (type !== undefined) this.#upstream = new Upstream({ ...options, tenant, type, log, ...(onLost && { onLost }) });
    else log.error(connectionMissing(registration()));
  }

  close(): void {
    this.#upstream?.close();
  }
}

const connectionMissing = ({ application }: Registration): string =>
  `"${application.name}" has no connection to an Interaction Server: add one to its Connections (IXN-2).`;
