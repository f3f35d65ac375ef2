import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { createServer as createSecureServer } from 'node:tls';
import type { Clock } from '@eservices-lb/sdk';
import type { Logger } from 'pino';
import type { ListenAddress } from '../application-server/address-of.js';
import { BoundServer } from './bound-server.js';
import type { MessageCenter } from './message-center.js';

export interface ListenForServersOptions {
  readonly center: MessageCenter;
  readonly clock: Clock;
  readonly log: Logger;
  readonly isPassword: (password: string) => boolean;
  /** PEM files; with both, connections are secure. */
  readonly keyFile?: string;
  readonly certificateFile?: string;
}

const mostConnections = 100;

/** Takes the connections of SMS Servers. */
export async function listenForServers(
  { port, host }: ListenAddress,
  { center, clock, log, isPassword, keyFile, certificateFile }: ListenForServersOptions,
): Promise<{ close(): Promise<void> }> {
  const servers = new Set<BoundServer>();
  const take = (socket: Socket): void => {
    const server = new BoundServer({
      ...{ socket, clock, log, isPassword },
      onSubmitted: (request, sentBy) => center.take(request, sentBy),
      onBound: () => {
        center.delivery.add(server);
      },
      onClosed: () => {
        servers.delete(server);
        center.delivery.remove(server);
      },
    });
    servers.add(server);
  };
  const listener =
    keyFile !== undefined && certificateFile !== undefined
      ? createSecureServer({ key: readFileSync(keyFile), cert: readFileSync(certificateFile) }, take)
      : createServer(take);
  listener.maxConnections = mostConnections;
  listener.on('tlsClientError', (error: Error) => {
    log.info({ reason: error.message }, 'somebody cannot connect');
  });
  listener.listen(port, host);
  await once(listener, 'listening');
  return {
    async close() {
      const closed = once(listener, 'close');
      listener.close();
      for (const server of servers) server.end();
      await closed;
    },
  };
}
