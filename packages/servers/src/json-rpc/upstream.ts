import type { Clock, LoadBalancer } from '@eservices-lb/sdk';
import { LoadBalancerError } from '@eservices-lb/sdk';
import type { Logger } from 'pino';
import { connectJsonRpc } from './connect-json-rpc.js';
import type { JsonRpcPeer, Methods } from './json-rpc-peer.js';
import { PeerError } from './peer-error.js';

export interface UpstreamOptions {
  readonly loadBalancer: Pick<LoadBalancer, 'select' | 'subscribe'>;
  /** Which server: the primary of a warm standby pair, wherever it is at the moment. */
  readonly tenant: string;
  readonly type: string;
  readonly serviceSecret: string;
  /** What the server may ask of us. */
  readonly methods: Methods;
  /** A connection is there, also after it was lost: say again who we are. It is used for requests once this resolves. */
  readonly onConnected?: (peer: JsonRpcPeer) => Promise<void> | void;
  /** Requests go to it from now on. */
  readonly onUsable?: () => void;
  readonly onLost?: () => void;
  readonly clock: Clock;
  /** A number from 0 to 1. */
  readonly random: () => number;
  readonly log: Logger;
}

interface Target {
  readonly application: string;
  readonly url: string;
}

const shortestPauseMs = 100;
const longestPauseMs = 2_000;

/**
 * The one connection that we keep to a server which the load balancer selects. Lost, it is made anew: at once, then after pauses that grow to
 * two seconds, with jitter. It follows a switchover: as soon as another instance is the one to use, it goes there.
 */
export class Upstream {
  readonly #options: UpstreamOptions;
  readonly #unsubscribe: () => void;
  #current: (Target & { readonly peer: JsonRpcPeer }) | undefined;
  #waiting: { readonly resolve: (peer: JsonRpcPeer) => void; readonly reject: (error: Error) => void }[] = [];
  #isConnecting = false;
  #failures = 0;
  #isClosed = false;
  #cancel: () => void = () => undefined;

  constructor(options: UpstreamOptions) {
    this.#options = options;
    this.#unsubscribe = options.loadBalancer.subscribe(() => {
      this.#look();
    });
    this.#look();
  }

  get isConnected(): boolean {
    return this.#current?.peer.isOpen === true;
  }

  /** The server that we are connected to; of a warm standby pair the primary's name, whichever member it is. */
  get application(): string | undefined {
    return this.isConnected ? this.#current?.application : undefined;
  }

  /**
   * Asks the server; waits for a connection where there is none.
   * @throws PeerError; with PEER_GONE where there was no connection within the limit, nothing was sent
   */
  async request(method: string, params: object, { limitMs = 5_000 } = {}): Promise<unknown> {
    const peer = this.#current?.peer.isOpen === true ? this.#current.peer : await this.#connection(limitMs);
    return peer.request(method, params, { limitMs });
  }

  close(): void {
    this.#isClosed = true;
    this.#unsubscribe();
    this.#cancel();
    this.#current?.peer.close();
    this.#giveUp();
  }

  #connection(limitMs: number): Promise<JsonRpcPeer> {
    return new Promise((resolve, reject) => {
      const waiting = { resolve, reject };
      this.#waiting.push(waiting);
      const cancel = this.#options.clock.after(limitMs, () => {
        this.#waiting = this.#waiting.filter((one) => one !== waiting);
        reject(new PeerError('PEER_GONE', `No ${this.#options.type} could be reached in time.`));
      });
      const settled = <T>(settle: (value: T) => void) => {
        return (value: T): void => {
          cancel();
          settle(value);
        };
      };
      Object.assign(waiting, { resolve: settled(resolve), reject: settled(reject) });
    });
  }

  #giveUp(): void {
    for (const { reject } of this.#waiting) reject(new PeerError('PEER_GONE', 'The connection is closed.'));
    this.#waiting = [];
  }

  /** Connects where nothing is connected, and leaves a server that is not the one to use any more. */
  #look(): void {
    if (this.#isClosed || this.#isConnecting) return;
    const target = this.#targetToUse();
    if (target === undefined || (this.#current?.url === target.url && this.#current.peer.isOpen)) return;
    this.#isConnecting = true;
    void this.#connect(target).then((isConnected) => {
      this.#isConnecting = false;
      this.#failures = isConnected ? 0 : this.#failures + 1;
      if (isConnected) this.#look();
      else this.#lookLater();
    });
  }

  #targetToUse(): Target | undefined {
    const { loadBalancer, tenant, type, log } = this.#options;
    try {
      const { application, host, port } = loadBalancer.select({ tenant, type });
      return { application, url: `ws://${host.includes(':') ? `[${host}]` : host}:${port}/` };
    } catch (error) {
      if (!(error instanceof LoadBalancerError)) log.error(error, 'no server can be selected');
      return undefined;
    }
  }

  async #connect({ application, url }: Target): Promise<boolean> {
    const { serviceSecret, methods, onConnected, onUsable, log } = this.#options;
    const former = this.#current?.peer;
    let connected: JsonRpcPeer | undefined;
    try {
      const peer = await connectJsonRpc({
        ...{ url, serviceSecret, methods },
        onClosed: () => {
          this.#lost(peer);
        },
        onUnforeseen: (error) => {
          log.error(error, 'a request failed');
        },
      });
      connected = peer;
      if (onConnected !== undefined) this.#leave();
      await onConnected?.(peer);
      if (this.#isClosed || !peer.isOpen) {
        this.#dismiss(peer);
        return false;
      }
      this.#current = { peer, application, url };
      former?.close();
      for (const { resolve } of this.#waiting) resolve(peer);
      this.#waiting = [];
      onUsable?.();
      return true;
    } catch (error) {
      if (connected !== undefined) this.#dismiss(connected);
      log.info({ url, reason: error instanceof Error ? error.message : error }, 'not connected');
      return false;
    }
  }

  /** What a server gives us as soon as we introduce ourselves to it is none of the former one's business: it is not asked any more. */
  #leave(): void {
    const former = this.#current?.peer;
    if (former === undefined) return;
    this.#current = undefined;
    former.close();
    this.#options.onLost?.();
  }

  /** The introduction failed: whatever was given to us meanwhile counts for nothing. */
  #dismiss(peer: JsonRpcPeer): void {
    peer.close();
    if (!this.#isClosed) this.#options.onLost?.();
  }

  #lost(peer: JsonRpcPeer): void {
    if (this.#current?.peer !== peer) return;
    this.#current = undefined;
    this.#options.onLost?.();
    this.#look();
  }

  #lookLater(): void {
    if (this.#isClosed) return;
    const pause = Math.min(longestPauseMs, shortestPauseMs * 2 ** Math.min(this.#failures - 1, 10));
    this.#cancel();
    this.#cancel = this.#options.clock.after(pause * (0.5 + this.#options.random() / 2), () => {
      this.#look();
    });
  }
}
