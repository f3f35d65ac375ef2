import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { Clock } from '@eservices-lb/sdk';
import { isAdmitted } from './admission.js';
import type { AdmissionOptions } from './admission.js';
import { JsonRpcPeer } from './json-rpc-peer.js';
import type { Methods } from './json-rpc-peer.js';
import { Rounds } from './rounds.js';

export interface JsonRpcServerOptions extends AdmissionOptions {
  /** What a client may ask. `client` is complete before the first request comes. */
  readonly methodsFor: (client: { readonly peer: JsonRpcPeer }) => Methods;
  readonly onClosed?: (peer: JsonRpcPeer) => void;
  readonly clock: Clock;
  readonly log: Logger;
}

const longestMessageBytes = 1024 * 1024;
/** A client that has neither said anything nor answered a ping for so long is gone. ms */
const longestSilenceMs = 20_000;

/** Takes JSON-RPC connections, beside the HTTP of the same port. */
export class JsonRpcServer {
  readonly #options: JsonRpcServerOptions;
  readonly #webSockets = new WebSocketServer({ noServer: true, maxPayload: longestMessageBytes });
  readonly #heardAt = new WeakMap<WebSocket, number>();
  readonly #rounds: Rounds<WebSocket>;

  constructor(options: JsonRpcServerOptions) {
    this.#options = options;
    const visit = (socket: WebSocket): void => {
      this.#visit(socket);
    };
    this.#rounds = new Rounds({ all: this.#webSockets.clients, visit, clock: options.clock });
  }

  /** How many clients are connected. */
  get connections(): number {
    return this.#webSockets.clients.size;
  }

  /** The `upgrade` of an HTTP server. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (!isAdmitted(request, socket, this.#options)) return;
    this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      this.#begin(webSocket);
    });
  }

  /** Ends every connection: the clients look for another server. */
  disconnectAll(): void {
    for (const socket of this.#webSockets.clients) socket.close(1001, 'This server stops serving.');
  }

  close(): void {
    this.#rounds.close();
    for (const socket of this.#webSockets.clients) socket.terminate();
    this.#webSockets.close();
  }

  #begin(socket: WebSocket): void {
    const { methodsFor, onClosed, log, clock } = this.#options;
    const heard = (): void => void this.#heardAt.set(socket, clock.now());
    heard();
    socket.on('pong', heard);
    socket.on('message', heard);
    const client: { peer?: JsonRpcPeer } = {};
    const methods = methodsFor(client as { peer: JsonRpcPeer });
    const peer = new JsonRpcPeer(socket, {
      methods,
      onClosed: () => onClosed?.(peer),
      onUnforeseen: (error) => {
        log.error(error, 'a request failed');
      },
    });
    client.peer = peer;
  }

  /** Of one whom we have stopped reading, because too much of his is under way, we cannot hear. */
  #visit(socket: WebSocket): void {
    if (socket.isPaused) return;
    const silenceMs = this.#options.clock.now() - (this.#heardAt.get(socket) ?? 0);
    if (silenceMs > longestSilenceMs) socket.terminate();
    else socket.ping();
  }
}
