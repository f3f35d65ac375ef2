import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { Clock } from '@eservices-lb/sdk';
import { JsonRpcPeer } from './json-rpc-peer.js';
import type { Methods } from './json-rpc-peer.js';

export interface JsonRpcServerOptions {
  /** Every connection must be asked for with it as bearer token. */
  readonly serviceSecret: string;
  /** While it is false, connections are refused with 503 (BK-4). */
  readonly isServing: () => boolean;
  /** What a client may ask. `client` is complete before the first request comes. */
  readonly methodsFor: (client: { readonly peer: JsonRpcPeer }) => Methods;
  readonly onClosed?: (peer: JsonRpcPeer) => void;
  readonly clock: Clock;
  readonly log: Logger;
}

const longestMessageBytes = 1024 * 1024;
/** A client that is silent for two of these is gone. ms */
const heartbeatMs = 10_000;

/** Takes JSON-RPC connections, beside the HTTP of the same port. */
export class JsonRpcServer {
  readonly #options: JsonRpcServerOptions;
  readonly #webSockets = new WebSocketServer({ noServer: true, maxPayload: longestMessageBytes });
  readonly #alive = new WeakSet<WebSocket>();
  #cancel: () => void;

  constructor(options: JsonRpcServerOptions) {
    this.#options = options;
    this.#cancel = this.#after();
  }

  /** How many clients are connected. */
  get connections(): number {
    return this.#webSockets.clients.size;
  }

  /** The `upgrade` of an HTTP server. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => undefined);
    const { serviceSecret, isServing } = this.#options;
    if (!isSame(request.headers.authorization ?? '', `Bearer ${serviceSecret}`)) refuse(socket, '401 Unauthorized');
    else if (!isServing()) refuse(socket, '503 Service Unavailable');
    else {
      this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => {
        this.#begin(webSocket);
      });
    }
  }

  /** Ends every connection: the clients look for another server. */
  disconnectAll(): void {
    for (const socket of this.#webSockets.clients) socket.close(1001, 'This server stops serving.');
  }

  close(): void {
    this.#cancel();
    for (const socket of this.#webSockets.clients) socket.terminate();
    this.#webSockets.close();
  }

  #begin(socket: WebSocket): void {
    const { methodsFor, onClosed, log } = this.#options;
    this.#alive.add(socket);
    socket.on('pong', () => this.#alive.add(socket));
    socket.on('message', () => this.#alive.add(socket));
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

  #after(): () => void {
    return this.#options.clock.after(heartbeatMs, () => {
      for (const socket of this.#webSockets.clients) {
        if (!this.#alive.delete(socket)) socket.terminate();
        else socket.ping();
      }
      this.#cancel = this.#after();
    });
  }
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const isSame = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));
