import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import type { LoadBalancerOptions } from '@eservices-lb/sdk';
import { systemClock } from '@eservices-lb/sdk';
import { certificate, key } from './a-certificate.js';
import { aChatServer, anEmailServer, anEstate, aSnapshot } from './an-estate.js';
import type { Estate } from './an-estate.js';

export const email = { tenant: 'Environment', type: 'EmailServer' };
export const chat = { tenant: 'Environment', type: 'ChatServer' };

/** What a server of the estate does with requests; `undefined` is an address where nobody listens. */
export type Behaviour = RequestListener | Server | undefined;

export interface RealServersOptions extends Partial<LoadBalancerOptions> {
  readonly type?: 'ChatServer' | 'EmailServer';
  readonly isSecure?: boolean;
}

export interface RealServers extends AsyncDisposable {
  readonly estate: Estate;
  readonly loadBalancer: Estate['loadBalancer'];
  readonly servers: readonly Server[];
  /** `http://127.0.0.1:port` of each, in the order given. */
  readonly urls: readonly string[];
}

/** An estate of real servers on loopback, one for each behaviour, by the machine's own clock. */
export async function realServers(
  behaviours: readonly Behaviour[],
  { type = 'EmailServer', isSecure = false, ...options }: RealServersOptions = {},
): Promise<RealServers> {
  const servers: Server[] = [];
  const applications = [];
  const urls: string[] = [];
  for (const [index, behaviour] of behaviours.entries()) {
    const server = serverOf(behaviour, isSecure);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const id = type === 'ChatServer' ? 'webapi' : 'default';
    const make = type === 'ChatServer' ? aChatServer : anEmailServer;
    applications.push(make(index + 1, { ports: [{ id, port, protocol: '', secure: isSecure }] }));
    urls.push(`http://127.0.0.1:${port}`);
    if (behaviour === undefined) await closed(server);
    else servers.push(server);
  }
  const estate = await anEstate(aSnapshot(applications), { clock: systemClock, ...options });
  return {
    ...{ estate, servers, urls, loadBalancer: estate.loadBalancer },
    async [Symbol.asyncDispose]() {
      await estate.loadBalancer.close();
      await Promise.all(servers.map(closed));
    },
  };
}

function serverOf(behaviour: Behaviour, isSecure: boolean): Server {
  if (typeof behaviour === 'object') return behaviour;
  return isSecure ? createTlsServer({ key, cert: certificate }, behaviour) : createServer(behaviour);
}

function closed(server: Server): Promise<void> {
  if ('closeAllConnections' in server) (server as ReturnType<typeof createServer>).closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}

export const answering =
  (text: string, status = 200): RequestListener =>
  (request, response) => {
    request.resume().on('end', () => response.writeHead(status).end(text));
  };

/** Reads the request whole, and then breaks the connection. */
export const breaking =
  (onRequest: () => void = () => undefined): RequestListener =>
  (request) => {
    onRequest();
    request.resume().on('end', () => request.socket.destroy());
  };
