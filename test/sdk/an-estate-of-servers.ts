import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { ServerOptions } from 'node:https';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { LoadBalancerOptions } from '@eservices-lb/sdk';
import type { Application } from '@eservices-lb/sdk/wire';
import { aChatServer, anEmailServer, anEstate, aSnapshot } from './an-estate.js';
import type { Estate } from './an-estate.js';

export const email = { tenant: 'Environment', type: 'EmailServer' };
export const chat = { tenant: 'Environment', type: 'ChatServer' };

/** An instance of the estate: what it answers, what it does with a bare connection, or `undefined` where nobody listens. */
export type Instance = RequestListener | { readonly onConnection: (socket: Socket) => void } | undefined;

export interface Difference {
  readonly type?: 'EmailServer' | 'ChatServer';
  readonly options?: Partial<LoadBalancerOptions>;
  readonly tls?: ServerOptions;
}

export interface EstateOfServers {
  readonly estate: Estate;
  readonly ports: readonly number[];
  /** How many requests, or bare connections, each instance has had. */
  readonly received: readonly number[];
  end(): Promise<void>;
}

/** Real servers on loopback, all running instances of one type. */
export async function anEstateOfServers(
  instances: readonly Instance[],
  { type = 'EmailServer', options, tls }: Difference = {},
): Promise<EstateOfServers> {
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  const ports: number[] = [];
  const received = instances.map(() => 0);
  const applications: Application[] = [];
  const anInstance = type === 'ChatServer' ? aChatServer : anEmailServer;
  for (const [index, instance] of instances.entries()) {
    const server = serverOf(instance, () => (received[index] = (received[index] ?? 0) + 1), tls);
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    ports.push(port);
    const id = type === 'ChatServer' ? 'webapi' : 'default';
    applications.push(anInstance(index + 1, { ports: [{ id, port, protocol: '', secure: tls !== undefined }] }));
    if (instance === undefined) await new Promise((resolve) => server.close(resolve));
    else servers.push(server);
  }
  const estate = await anEstate(aSnapshot(applications), options);
  return {
    ...{ estate, ports, received },
    async end() {
      await estate.loadBalancer.close();
      for (const server of servers) {
        const closed = new Promise((resolve) => server.close(resolve));
        for (const socket of sockets) socket.destroy();
        await closed;
      }
    },
  };
}

function serverOf(instance: Instance, count: () => void, tls: ServerOptions | undefined): Server {
  if (typeof instance === 'object') {
    return createTcpServer((socket) => {
      count();
      instance.onConnection(socket);
    });
  }
  const listener: RequestListener = (request, response) => {
    count();
    instance?.(request, response);
  };
  return tls === undefined ? createServer(listener) : createSecureServer(tls, listener);
}

export const answering =
  (text: string): RequestListener =>
  (_request, response) =>
    void response.end(text);

export const breaking: RequestListener = (request) => void request.socket.destroy();

/** Reads the request's body and answers with it, and with what else the test wants to see. */
export const echoing: RequestListener = (request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { method, url, headers } = request;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ method, url, headers, body: Buffer.concat(chunks).toString('latin1') }));
  });
};

/** What {@link echoing} tells. */
export interface Echo {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
