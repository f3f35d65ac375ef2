import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { eventually } from '../../estate/eventually.js';
import type { Fault } from '../fault.js';
import { aSmallControlServer, chat, optionsFor } from './a-small-control-server.js';
import { startWebNode } from './start-web-node.js';
import type { WebNodeProcess } from './start-web-node.js';

const longestMs = 1_000;

export const closeWithRealSockets: Fault = {
  row: 'F42',
  kind: 'processes',
  fault: 'close() during a connect, in a burst of events with requests under way, several times, and then use',
  condition: `it resolves within ${longestMs} ms, the process holds nothing more than before, and every later call says CLOSED`,
  async play() {
    const whileConnecting = await closeWhileConnecting();
    const inABurst = await closeInABurst();
    return { 'ms while connecting': whileConnecting, 'ms in a burst': inABurst };
  },
};

/** Whoever is called accepts, and says nothing. */
async function closeWhileConnecting(): Promise<number> {
  const silent = await listening(createTcpServer());
  try {
    const options = { application: 'web', scs: [urlOf(silent.server)], random: 0.01 };
    await using web = await startWebNode(options);
    await eventually('a connection', () => (silent.sockets.size > 0 ? true : undefined));
    const ready = web.outcome('ready');
    const ms = await closeAndUse(web, 'any');
    expect(await ready).toBe('CLOSED');
    return ms;
  } finally {
    await silent.end();
  }
}

async function closeInABurst(): Promise<number> {
  const answering = createServer(({ url }, response) => {
    if (url === '/idle') response.end();
  });
  answering.keepAliveTimeout = 600_000;
  const hanging = await listening(answering);
  const { port } = hanging.server.address() as AddressInfo;
  await using scs = await aSmallControlServer([
    { name: 'chat-1', port },
    { name: 'chat-2', port: 9102 },
  ]);
  try {
    await using web = await startWebNode(optionsFor(scs));
    await web.ask('ready');
    const { alias } = await web.ask('select', { ...chat, exclude: ['chat-2'] });
    const requests = [1, 2, 3].map(() => web.outcome('get', { ...chat, exclude: ['chat-2'] }, '/'));
    await eventually('the requests', () => (hanging.sockets.size === requests.length ? true : undefined));
    // One more connection, which is kept alive.
    expect(await web.ask('get', { ...chat, exclude: ['chat-2'] }, '/idle')).toBe(200);
    const closing = closeAndUse(web, alias);
    for (let event = 0; event < 1_000; event += 1)
      scs.world.report('chat-2', event % 2 === 0 ? 'service-unavailable' : 'running');
    const ms = await closing;
    expect(await Promise.all(requests)).toEqual(requests.map(() => 'CLOSED'));
    await eventually('the end of every connection', () => (hanging.sockets.size === 0 ? true : undefined));
    return ms;
  } finally {
    await hanging.end();
  }
}

async function closeAndUse(web: WebNodeProcess, alias: string): Promise<number> {
  const { ms, left } = await web.ask('close', 3);
  expect(left).toEqual([]);
  expect(ms).toBeLessThanOrEqual(longestMs);
  const later = [
    web.outcome('select', chat),
    web.outcome('resolve', alias, chat),
    web.outcome('ready'),
    web.outcome('get', chat, '/'),
  ];
  expect(await Promise.all(later)).toEqual(later.map(() => 'CLOSED'));
  expect((await web.ask('close', 1)).left).toEqual([]);
  return ms;
}

interface Listening {
  readonly server: Server;
  readonly sockets: ReadonlySet<Socket>;
  end(): Promise<void>;
}

async function listening(server: Server): Promise<Listening> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    server,
    sockets,
    async end() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
