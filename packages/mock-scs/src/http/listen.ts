import type { Express } from 'express';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pairPath } from '../pair/peer-over-http.js';
import { bodyLimit } from '../access/body-limit.js';
import type { PairConnections } from '../pair/pair-connections.js';
import type { LocalControlAgentLinks } from '../lca-server/local-control-agent-links.js';

/** Of the request, not of the answer: event streams have no end. Looked after every two seconds. ms */
const timeLimits = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5000,
  connectionsCheckingInterval: 2000,
};

const emptyAnswer = 'Connection: close\r\nContent-Length: 0\r\n\r\n';

export interface ListeningServer {
  readonly port: number;
  /** Takes no more requests and cuts what is still open. */
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly links: Pick<LocalControlAgentLinks, 'accept'>;
  /** Whether links are taken at this moment; those of a backup control server go to the other one. */
  readonly isServing: () => boolean;
  /** Takes the connection of the backup control server, where this one has one. */
  readonly pair?: Pick<PairConnections, 'accept'> | undefined;
  /** More connections than this at a time are closed at once. */
  readonly connectionLimit: number;
}

/** Serves HTTP and, at `/api/v1/lca`, the links of the application servers. */
export function listen(app: Express, options: ListenOptions): Promise<ListeningServer> {
  const { host, port, links, connectionLimit, isServing, pair } = options;
  const server = createServer(timeLimits, app);
  server.maxConnections = connectionLimit;
  // Who asks before he sends a body is answered by the application; only a body that it would read is asked for.
  server.on('checkContinue', (request, response) => {
    if (Number(request.headers['content-length'] ?? 0) <= bodyLimit(request.url ?? '')) response.writeContinue();
    app(request, response);
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => undefined); // the other side is gone; nothing is to be done
    const path = request.url?.split('?')[0];
    if (path === '/api/v1/lca' && isServing()) links.accept(request, socket, head);
    else if (path === pairPath && pair !== undefined) pair.accept(request, socket, head);
    else {
      // Whoever does not end his side would keep the connection.
      socket.once('finish', () => socket.destroy());
      socket.end(`HTTP/1.1 ${path === '/api/v1/lca' ? '503 Service Unavailable' : '404 Not Found'}\r\n${emptyAnswer}`);
    }
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve({ port: (server.address() as AddressInfo).port, close: () => close(server) });
    });
  });
}

function close(server: ReturnType<typeof createServer>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
