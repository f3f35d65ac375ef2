import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A real instance: it answers every request, well or not. */
export interface AnInstance extends AsyncDisposable {
  readonly port: number;
  /** How many requests it has had. */
  received: number;
  /** The status of its answers. */
  status: number;
}

export async function anInstance(): Promise<AnInstance> {
  const server = createServer((_request, response) => {
    instance.received += 1;
    response.writeHead(instance.status).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const instance: AnInstance = {
    ...{ port: (server.address() as AddressInfo).port, received: 0, status: 200 },
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return instance;
}
