import type { LookupFunction, Socket } from 'node:net';
import { buildConnector, errors } from 'undici';
import type { ConnectionOptions } from './connection-options.js';

export interface ConnectorParts extends ConnectionOptions {
  readonly lookup: LookupFunction;
}

/** Makes the sockets of undici's pools, and knows them all, also those that are still connecting. */
export class Connector {
  readonly connect: buildConnector.connector;
  readonly #sockets = new Set<Socket>();
  readonly #errorsOfReusedSockets = new WeakSet();

  constructor({ lookup, tls, connectTimeoutMs }: ConnectorParts) {
    // undici gives the socket back at once, which its types do not say.
    const connect = buildConnector({ ...tls, lookup, timeout: connectTimeoutMs }) as (
      ...args: Parameters<buildConnector.connector>
    ) => Socket;
    this.connect = (options, callback) => {
      this.#watch(connect(options, callback));
    };
  }

  /** Whether this error ended a connection over which an answer had come before. */
  wasReused(error: Error | undefined): boolean {
    if (error === undefined) return false;
    if (this.#errorsOfReusedSockets.has(error)) return true;
    return error instanceof errors.SocketError && (error.socket?.bytesRead ?? 0) > 0;
  }

  /** Ends every connection at once. */
  destroy(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #watch(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    socket.on('error', (error) => {
      if (socket.bytesRead > 0) this.#errorsOfReusedSockets.add(error);
    });
  }
}
