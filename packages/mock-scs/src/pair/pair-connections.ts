import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { isSameSecret } from '../lca-server/application-secret.js';
import type { Channel } from './channel.js';
import { longestMessageBytes, pairSecretHeader } from './peer-over-http.js';
import { webSocketChannel } from './web-socket-channel.js';

/** Takes the connections of a backup control server, where it knows the secret of the pair. */
export class PairConnections {
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: longestMessageBytes });
  readonly #secret: string;
  readonly #onChannel: (channel: Channel) => void;

  constructor(secret: string, onChannel: (channel: Channel) => void) {
    this.#secret = secret;
    this.#onChannel = onChannel;
  }

  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const given = request.headers[pairSecretHeader];
    if (typeof given !== 'string' || !isSameSecret(given, this.#secret)) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      this.#onChannel(webSocketChannel(webSocket));
    });
  }

  close(): void {
    for (const socket of this.#server.clients) socket.terminate();
    this.#server.close();
  }
}
