import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { connect as connectSocket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { systemClock } from '@eservices-lb/sdk';
import { RequestError } from '../../packages/servers/src/application-server/request-error.js';
import { connectJsonRpc } from '../../packages/servers/src/json-rpc/connect-json-rpc.js';
import type { JsonRpcPeer, Methods } from '../../packages/servers/src/json-rpc/json-rpc-peer.js';
import { JsonRpcServer } from '../../packages/servers/src/json-rpc/json-rpc-server.js';
import { silentLog } from './application-surroundings.js';

describe('a JSON-RPC connection', () => {
  let http: Server;
  let server: JsonRpcServer;
  let url: string;
  let isServing: boolean;
  const unforeseen: unknown[] = [];
  const clients: JsonRpcPeer[] = [];
  const others: JsonRpcPeer[] = [];

  const methods: Methods = {
    double: (params) => (params as { n: number }).n * 2,
    refuse: () => {
      throw new RequestError(409, 'TAKEN', 'It is taken.', 'name');
    },
    fail: () => {
      throw new TypeError('secret');
    },
    wait: () => new Promise(() => undefined),
  };

  beforeEach(async () => {
    isServing = true;
    server = new JsonRpcServer({
      ...{ serviceSecret: 'secret', clock: systemClock, log: silentLog, isServing: () => isServing },
      methodsFor: (client) => ({ ...methods, me: () => void others.push(client.peer) }),
    });
    http = createServer().on('upgrade', (...upgrade) => {
      server.accept(...upgrade);
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}/`;
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.close();
    others.splice(0);
    server.close();
    await new Promise((resolve) => http.close(resolve));
  });

  async function connect({
    serviceSecret = 'secret',
    onClosed = () => undefined,
    ours = {},
  } = {}): Promise<JsonRpcPeer> {
    const options = { url, serviceSecret, methods: ours, onClosed };
    const peer = await connectJsonRpc({ ...options, onUnforeseen: (error) => void unforeseen.push(error) });
    clients.push(peer);
    return peer;
  }

  it('gives each of many requests its own answer', async () => {
    const peer = await connect();

    const answers = await Promise.all(Array.from({ length: 1_000 }, (_, n) => peer.request('double', { n })));

    expect(answers).toEqual(Array.from({ length: 1_000 }, (_, n) => n * 2));
  });

  it('lets the server ask the client', async () => {
    const peer = await connect({ ours: { ping: () => 'pong' } });
    await peer.request('me', {});

    expect(await others[0]?.request('ping', {})).toBe('pong');
  });

  it.each([
    ['refuse', 'PEER_REFUSED', 'TAKEN'],
    ['fail', 'PEER_REFUSED', 'INTERNAL_ERROR'],
    ['nothing', 'PEER_REFUSED', 'INTERNAL_ERROR'],
  ])('says why %s is not done', async (method, code, remoteCode) => {
    const peer = await connect();

    const refused = expect(peer.request(method, {})).rejects;
    await refused.toMatchObject({ code, remoteCode });
    await refused.not.toMatchObject({ message: 'secret' });
  });

  it('says of a request without an answer that nobody knows what became of it', async () => {
    const peer = await connect();

    await expect(peer.request('wait', {}, { limitMs: 20 })).rejects.toMatchObject({ code: 'PEER_SILENT' });
  });

  it('rejects what is under way when the connection is lost, and what is asked after', async () => {
    const peer = await connect();
    const underWay = peer.request('wait', {});
    server.disconnectAll();

    await expect(underWay).rejects.toMatchObject({ code: 'PEER_GONE' });
    await expect(peer.request('double', { n: 1 })).rejects.toMatchObject({ code: 'PEER_GONE' });
  });

  it('is refused without the service secret, and while the server is a backup (BK-4)', async () => {
    await expect(connect({ serviceSecret: 'guess' })).rejects.toMatchObject({ code: 'PEER_GONE' });
    isServing = false;
    await expect(connect()).rejects.toMatchObject({ code: 'PEER_GONE' });
  });

  it('leaves nothing behind of somebody who is refused, and does not hang up either', async () => {
    const { port } = http.address() as AddressInfo;
    const stranger = connectSocket({ port, host: '127.0.0.1', allowHalfOpen: true });
    stranger.on('error', () => undefined);
    stranger.write(
      'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nAuthorization: Bearer guess\r\n\r\n',
    );
    stranger.resume();
    await once(stranger, 'end');

    const left = await new Promise<number>((resolve) => http.getConnections((_error, count) => resolve(count)));
    stranger.destroy();
    expect(left).toBe(0);
  });
});
