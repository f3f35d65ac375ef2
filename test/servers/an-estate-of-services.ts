import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { systemClock } from '@eservices-lb/sdk';
import type { Application } from '@eservices-lb/sdk/wire';
import { serviceApplication } from '../../packages/servers/src/application-server/service-application.js';
import { externalServiceRoutes } from '../../packages/servers/src/external-service/external-service-routes.js';
import type { Operation } from '../../packages/servers/src/external-service/external-service-routes.js';
import { ExternalServices } from '../../packages/servers/src/interaction-server/external-services/external-services.js';
import type { Interaction } from '../../packages/servers/src/interaction-server/interaction.js';
import type { Call } from '../../packages/servers/src/interaction-server/routing/routing-request.js';
import { aCluster, anApplication, anEstate, aSnapshot, status } from '../sdk/an-estate.js';
import type { Estate } from '../sdk/an-estate.js';
import { serviceSecret, silentLog } from './application-surroundings.js';

/** An ESP server with these operations; anything that answers HTTP, or does something with a bare connection; or nobody who listens. */
export type Instance =
  | { readonly operations: Readonly<Record<string, Operation>>; readonly isAccepting?: () => boolean }
  | RequestListener
  | { readonly onConnection: (socket: Socket) => void }
  | undefined;

export interface Services {
  readonly services: ExternalServices;
  readonly estate: Estate;
  /** What has reached each server: the ids of the requests, in order; a `?` for a bare connection. */
  readonly deliveries: Readonly<Record<string, string[]>>;
  /** Ends a server as `kill -9` would. */
  kill(name: string): Promise<void>;
  end(): Promise<void>;
}

export interface ServicesWish {
  readonly servers: Readonly<Record<string, Instance>>;
  readonly clusters?: Readonly<Record<string, readonly string[]>>;
  /** What Interaction Server is connected to; every cluster where it is left out. */
  readonly connections?: readonly string[];
  readonly type?: string;
  /** What is different about an application. */
  readonly differences?: Readonly<Record<string, Partial<Application>>>;
}

/** Real servers on loopback, and the ESP client of an Interaction Server that is connected to them. */
export async function anEstateOfServices(wish: ServicesWish): Promise<Services> {
  const { servers, clusters = {}, connections = Object.keys(clusters), type = 'ThirdPartyServer' } = wish;
  const deliveries: Record<string, string[]> = {};
  const open = new Map<string, OpenServer>();
  const applications: Application[] = [];
  for (const [index, [name, instance]] of Object.entries(servers).entries()) {
    const received: string[] = [];
    deliveries[name] = received;
    const server = await openServer(instance, received);
    open.set(name, server);
    if (instance === undefined) await server.end();
    const difference = { ports: [{ id: 'default', port: server.port, protocol: '', secure: false }] };
    applications.push(anApplication({ dbid: 300 + index, name, type, ...difference, ...wish.differences?.[name] }));
  }
  for (const [index, [name, members]] of Object.entries(clusters).entries())
    applications.push(aCluster(name, members, { dbid: 400 + index }));
  const connected = connections.map((application) => ({ application, parameters: {} }));
  applications.push(
    anApplication({ dbid: 1, name: 'InteractionServer', type: 'InteractionServer', connections: connected }),
  );
  const statuses = applications.filter(({ isPrimary }) => isPrimary).map(({ name }) => status(name, 'running'));
  const estate = await anEstate(aSnapshot(applications, { statuses }), {
    ...{ application: 'InteractionServer', clock: systemClock },
  });
  return {
    ...{ estate, deliveries },
    services: new ExternalServices({ loadBalancer: estate.loadBalancer, serviceSecret, clock: systemClock }),
    kill: async (name) => open.get(name)?.end(),
    async end() {
      await estate.loadBalancer.close();
      for (const server of open.values()) await server.end();
    },
  };
}

interface OpenServer {
  readonly port: number;
  end(): Promise<void>;
}

async function openServer(instance: Instance, received: string[]): Promise<OpenServer> {
  const server = serverOf(instance, received);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async end() {
      if (!server.listening) return;
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function serverOf(instance: Instance, received: string[]): Server {
  if (typeof instance === 'object' && 'onConnection' in instance) {
    return createTcpServer((socket) => {
      received.push('?');
      instance.onConnection(socket);
    });
  }
  const listener = typeof instance === 'object' ? espServer(instance) : instance;
  return createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => received.push(requestIdIn(Buffer.concat(chunks))));
    listener?.(request, response);
  });
}

const requestIdIn = (body: Buffer): string => {
  const { requestId } = JSON.parse(body.toString() || '{}') as { requestId?: string };
  return requestId ?? '?';
};

const espServer = ({
  operations,
  isAccepting = () => true,
}: Exclude<Instance, RequestListener | undefined | { onConnection: unknown }>): RequestListener =>
  serviceApplication(externalServiceRoutes({ operations, tenants: () => ['Environment'], isAccepting }), {
    ...{ serviceSecret, isBackup: () => false, log: silentLog },
  });

/** An interaction, of which only the id matters. */
export const anInteraction = (interactionId: string): Interaction => ({
  ...{ interactionId, media: 'email', tenant: 'Environment', service: 'support', subject: 'Hello' },
  ...{ attributes: {}, queue: 'inbound-email', state: 'new', submittedUtc: 0, step: 0 },
});

export const aCall = (difference: Partial<Call> = {}): Call => ({
  ...{ requestId: 'r', number: 1, service: 'Fax_Cluster', operation: 'send-fax', parameters: {} },
  ...{ repeatable: false, timeoutMs: 5_000, ...difference },
});
