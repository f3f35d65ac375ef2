import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock } from '@eservices-lb/sdk';
import type { Logger } from 'pino';
import { WebSocketServer } from 'ws';
import { isAdmitted } from '../json-rpc/admission.js';
import type { AdmissionOptions } from '../json-rpc/admission.js';
import { Rounds } from '../json-rpc/rounds.js';
import type { Forwarding } from './forwarding.js';
import { ProxyClient } from './proxy-client.js';
import type { ProxyClientOptions } from './proxy-client.js';

export interface ProxyDoorOptions extends AdmissionOptions {
  readonly forwarding: Pick<Forwarding, 'take' | 'left' | 'resume' | 'hasNothingOf'>;
  readonly clock: Clock;
  readonly log: Logger;
}

const longestMessageBytes = 1024 * 1024;
/** More desktops than these are refused: descriptors are few. */
const mostClients = 15_000;
const idlePauseMs = 50;
/** So often those are waited for who have been told to leave and do not. */
const mostPauses = 40;
const leave = [1001, 'This proxy stops serving: connect to another one.'] as const;

/** Where desktops come in. */
export class ProxyDoor {
  readonly #options: ProxyDoorOptions;
  readonly #webSockets = new WebSocketServer({
    ...{ noServer: true, clientTracking: false, perMessageDeflate: false, maxPayload: longestMessageBytes },
  });
  readonly #clients = new Set<ProxyClient>();
  readonly #common: ProxyClientOptions;
  readonly #rounds: Rounds<ProxyClient>;
  #isClosing = false;

  constructor(options: ProxyDoorOptions) {
    this.#options = options;
    const { forwarding, clock, log } = options;
    this.#common = {
      now: () => clock.now(),
      onMessage: (client, text) => {
        forwarding.take(client, text);
      },
      onDrained: (client) => {
        forwarding.resume(client);
      },
      onClosed: (client) => {
        this.#clients.delete(client);
        forwarding.left(client);
      },
      onCut: () => {
        log.warn({ reason: 'SLOW_CLIENT' }, 'a client is cut off, because it does not read its answers');
      },
    };
    const visit = (client: ProxyClient): void => {
      client.visit();
    };
    this.#rounds = new Rounds({ all: this.#clients, visit, clock });
  }

  /** How many desktops are connected. */
  get clients(): number {
    return this.#clients.size;
  }

  /** The `upgrade` of an HTTP server. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { serviceSecret, isServing } = this.#options;
    const isTaking = (): boolean => isServing() && !this.#isClosing && this.#clients.size < mostClients;
    if (!isAdmitted(request, socket, { serviceSecret, isServing: isTaking })) return;
    this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      this.#clients.add(new ProxyClient(webSocket, this.#common));
    });
  }

  /** Ends every connection at once: the desktops look for another proxy. */
  disconnectAll(): void {
    for (const client of this.#clients) client.close(...leave);
  }

  /** Takes nobody new, and lets everybody go whose requests are answered. */
  async empty(): Promise<void> {
    const { forwarding, clock } = this.#options;
    this.#isClosing = true;
    for (let pauses = 0; this.#clients.size > 0 && pauses < mostPauses; pauses += 1) {
      const open = [...this.#clients].filter(({ isOpen }) => isOpen);
      if (open.length > 0) pauses = 0;
      for (const client of open) if (forwarding.hasNothingOf(client)) client.close(...leave);
      await new Promise<void>((resolve) => {
        clock.after(idlePauseMs, resolve);
      });
    }
  }

  close(): void {
    this.#isClosing = true;
    this.#rounds.close();
    for (const client of this.#clients) client.terminate();
  }
}
