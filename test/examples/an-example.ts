import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startMockScs } from '@eservices-lb/mock-scs';
import { anEstate } from '../mock-scs/small-estate.js';
import { eventually } from '../estate/eventually.js';

/** One of the programs in `examples/`, running as its own process before a control server and two Chat Servers that say their names. */
export interface Example extends AsyncDisposable {
  /** Where `/hello` is. */
  readonly url: string;
  /** Ends a Chat Server, as its process and at the control server, and resolves when `/hello` no longer selects it. */
  stop(chatServer: string): Promise<void>;
}

const root = join(__dirname, '../..');

export async function anExample(name: string): Promise<Example> {
  const chatServers = await Promise.all(['ChatServer_1', 'ChatServer_2'].map((each) => aChatServer(each)));
  const names = chatServers.map((each) => each.name);
  const scs = await startMockScs({
    configuration: anEstate({
      tenants: [
        { dbid: 1, name: 'Environment' },
        { dbid: 2, name: 'Unserved' },
      ],
      applications: [
        {
          name: 'WebAPIServer_1',
          type: 'WebAPIServer',
          simulated: true,
          connections: names.map((each) => ({ application: each })),
        },
        ...chatServers.map((each) => ({
          name: each.name,
          simulated: true,
          ports: [{ id: 'webapi', port: each.port, protocol: 'chat-flex' }],
        })),
      ],
    }),
  });
  for (const each of names) scs.simulated.startAtOnce(each);

  const child = spawn(process.execPath, [join(root, 'examples', name, 'server.js')], {
    env: {
      ...process.env,
      ...{ ESERVICES_SCS: scs.url, ESERVICES_TOKEN: scs.token, ESERVICES_ALIAS_KEYS: scs.secrets.aliasKeys, PORT: '0' },
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said = createInterface(child.stdout)[Symbol.asyncIterator]();
  const { value } = await said.next();
  if (typeof value !== 'string') throw new Error(`The example "${name}" ended instead of listening.`);
  const url = new URL(value);
  url.search = '';

  return {
    url: url.href,
    async stop(chatServer) {
      await chatServers.find((each) => each.name === chatServer)?.close();
      scs.simulated.kill(chatServer);
      await eventually(`nobody new on ${chatServer}`, async () => {
        const seen = await Promise.all([1, 2, 3].map(() => fetch(`${url.href}?tenant=Environment`)));
        const bodies = await Promise.all(seen.map((answer) => answer.text()));
        return bodies.some((body) => body.includes(`"application":"${chatServer}"`)) ? undefined : true;
      });
    },
    async [Symbol.asyncDispose]() {
      const exited = once(child, 'exit');
      child.kill();
      await exited;
      await Promise.all(chatServers.map((each) => each.close()));
      await scs[Symbol.asyncDispose]();
    },
  };
}

async function aChatServer(name: string) {
  const server = createServer((_request, response) => response.end(`I am ${name}`)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    ...{ name, port },
    async close() {
      if (!server.listening) return;
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
