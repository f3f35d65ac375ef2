import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { serverHttp } from '../../packages/samples/src/web-node/servers/server-http.js';
import type { Server } from '../../packages/samples/src/web-node/servers/server-http.js';

interface Played extends AsyncDisposable {
  readonly server: Server;
  readonly counts: { connections: number; aborted: number };
  /** The first answer is over, or will never be. */
  readonly closed: Promise<void>;
}

async function anApplicationServer(listener: RequestListener): Promise<Played> {
  const counts = { connections: 0, aborted: 0 };
  const server = createServer();
  const closed = new Promise<void>((resolve) => {
    server.on('request', (request, response) => {
      response.on('close', () => {
        counts.aborted += response.writableFinished ? 0 : 1;
        resolve();
      });
      listener(request, response);
    });
  });
  server.on('connection', () => (counts.connections += 1));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    server: { application: 'ChatServer_1', url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
    counts,
    closed,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

describe('requests to application servers', () => {
  const http = serverHttp('secret');
  const wish = { method: 'get', path: '/', limitMs: 2_000 } as const;

  it('carry the secret, and share a connection', async () => {
    await using played = await anApplicationServer(({ headers, url }, response) => {
      response.end(JSON.stringify({ authorization: headers.authorization, url }));
    });

    for (let round = 1; round <= 5; round++) {
      const { body } = await http(played.server, { ...wish, path: '/sessions', query: { tenant: 'A & B' } });
      expect(body).toEqual({ authorization: 'Bearer secret', url: '/sessions?tenant=A+%26+B' });
    }

    expect(played.counts.connections).toBe(1);
  });

  it.each([
    ['answers 500', 500, true],
    ['answers 503, before it has done anything', 503, false],
  ])('fail where the server %s', async (_case, status, mayHaveDoneIt) => {
    await using played = await anApplicationServer((_request, response) => response.writeHead(status).end());

    await expect(http(played.server, wish)).rejects.toMatchObject({ manner: 'answered', mayHaveDoneIt });
  });

  it('fail where the server hangs, in time', async () => {
    await using played = await anApplicationServer(() => undefined);

    await expect(http(played.server, { ...wish, limitMs: 50 })).rejects.toMatchObject({
      manner: 'silent',
      mayHaveDoneIt: true,
    });
  });

  it('fail where the answer never ends, in time', async () => {
    await using played = await anApplicationServer((_request, response) => response.write('{'));

    await expect(http(played.server, { ...wish, limitMs: 50 })).rejects.toMatchObject({ manner: 'silent' });
  });

  it('fail where the answer breaks off, or is larger than anything sensible', async () => {
    await using breaking = await anApplicationServer((_request, response) => {
      response.writeHead(200, { 'content-length': '10' });
      response.write('{', () => response.destroy());
    });
    await using endless = await anApplicationServer((_request, response) => response.end('x'.repeat(2_000)));

    await expect(http(breaking.server, wish)).rejects.toMatchObject({ manner: 'broken', mayHaveDoneIt: true });
    await expect(http(endless.server, { ...wish, largestAnswer: 1_000 })).rejects.toMatchObject({ manner: 'answered' });
  });

  it('go over a new connection after one has broken: the others that are kept have broken too', async () => {
    const dead = new Set<Socket>();
    let isDying = false;
    await using played = await anApplicationServer(({ socket }, response) => {
      if (!isDying) dead.add(socket);
      if (isDying && dead.has(socket)) socket.destroy();
      else response.end('{}');
    });
    await Promise.all(Array.from({ length: 5 }, () => http(played.server, wish)));
    isDying = true;

    await expect(http(played.server, wish)).rejects.toMatchObject({ manner: 'broken' });
    expect(await http(played.server, wish)).toMatchObject({ status: 200 });
    expect(dead.size).toBe(5);
  });

  it('have done nothing where nobody listens', async () => {
    const played = await anApplicationServer(() => undefined);
    await played[Symbol.asyncDispose]();

    await expect(http(played.server, wish)).rejects.toMatchObject({ manner: 'refused', mayHaveDoneIt: false });
  });

  it('end at the server when nobody waits for the answer any more', async () => {
    const closing = new AbortController();
    await using played = await anApplicationServer(() => {
      closing.abort();
    });

    await expect(http(played.server, { ...wish, signal: closing.signal })).rejects.toMatchObject({
      manner: 'abandoned',
    });
    await played.closed;
    expect(played.counts.aborted).toBe(1);
  });
});
