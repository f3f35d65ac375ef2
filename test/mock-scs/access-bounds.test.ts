import { startMockScs } from '@eservices-lb/mock-scs';
import type { MockScs } from '@eservices-lb/mock-scs';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import request from 'supertest';
import { anEstateOf } from './small-estate.js';

const megabyte = 1024 * 1024;

describe('the bounds of a control server', () => {
  let scs: MockScs;
  let sockets: Socket[];

  const open = async (): Promise<Socket> => {
    const socket = connect(scs.port, '127.0.0.1');
    sockets.push(socket);
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    return socket;
  };
  const everythingFrom = async (socket: Socket): Promise<string> => {
    const parts: Buffer[] = [];
    socket.on('data', (part: Buffer) => parts.push(part));
    await new Promise((resolve) => socket.once('close', resolve)); // however it is closed
    return Buffer.concat(parts).toString();
  };
  const head = (method: string, path: string, ...headers: readonly string[]): string =>
    [`${method} /api/v1${path} HTTP/1.1`, 'Host: x', `Authorization: Bearer ${scs.token}`, ...headers, '', ''].join(
      '\r\n',
    );
  const json = 'Content-Type: application/json';

  beforeEach(async () => {
    sockets = [];
    scs = await startMockScs({
      configuration: anEstateOf({ name: 'chat-1' }),
      limits: { connections: 4, eventStreams: 2 },
    });
  });
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    await scs.close();
  });

  it('refuses a body of 50 MB by its announcement, reads none of it, and closes the connection', async () => {
    const socket = await open();
    socket.write(head('PUT', '/applications/chat-1', json, `Content-Length: ${50 * megabyte}`));

    const answer = await everythingFrom(socket);

    expect(answer).toMatch(/^HTTP\/1\.1 413 .*Connection: close.*"BODY_TOO_LARGE".*256 kB/s);
  });

  it('refuses it before a client that asks first has sent any', async () => {
    const socket = await open();
    socket.write(head('POST', '/validate', json, `Content-Length: ${50 * megabyte}`, 'Expect: 100-continue'));

    const answer = await everythingFrom(socket);

    expect(answer).toMatch(/^HTTP\/1\.1 413 .*16 MB/s);
    expect(answer).not.toContain('100 Continue');
  });

  it('answers a client that sends it all the same', async () => {
    const answer = await fetch(`${scs.url}/api/v1/validate`, {
      method: 'POST',
      headers: { authorization: `Bearer ${scs.token}`, 'content-type': 'application/json' },
      body: Buffer.alloc(50 * megabyte, 0x20),
    });

    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ error: { code: 'BODY_TOO_LARGE' } });
  });

  it('stops reading a body of unknown length at the limit', async () => {
    const socket = await open();
    socket.write(head('PATCH', '/applications/chat-1', json, 'Transfer-Encoding: chunked'));
    const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`;
    const sending = (): void => {
      while (!socket.destroyed && socket.write(chunk));
    };
    socket.on('drain', sending);
    sending();

    const answer = await everythingFrom(socket);

    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(socket.bytesWritten).toBeLessThan(20 * megabyte);
  });

  it('judges a configuration of several megabytes', async () => {
    const options = { big: { text: 'x'.repeat(4 * megabyte) } };
    const { body } = await request(scs.url)
      .post('/api/v1/validate')
      .set('Authorization', `Bearer ${scs.token}`)
      .send({ hosts: [], applications: [], tenants: [{ dbid: 1, name: 'T', options }] });

    expect(body).toHaveProperty('isUsable');
  });

  it('does not wait for the body of somebody unknown', async () => {
    const socket = await open();
    socket.write(head('POST', '/validate', json, 'Content-Length: 10000000').replace(scs.token, 'guess'));

    expect(await everythingFrom(socket)).toMatch(/^HTTP\/1\.1 401 .*Connection: close/s);
  });

  it('closes connections beyond their number at once', async () => {
    for (let count = 0; count < 4; count += 1) await open();
    const beyond = await open();

    await once(beyond, 'close');

    sockets[0]?.destroy();
    await once(sockets[0]!, 'close');
    expect(sockets[1]?.destroyed).toBe(false);
  });

  it('answers 503 with Retry-After to one event stream too many, and to none when one has ended', async () => {
    const ending = new AbortController();
    const stream = (signal?: AbortSignal) =>
      fetch(`${scs.url}/api/v1/events`, { headers: { authorization: `Bearer ${scs.token}` }, signal: signal ?? null });
    const others = new AbortController();
    await stream(ending.signal);
    await stream(others.signal);

    const refused = await stream();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await refused.json()).toMatchObject({ error: { code: 'TOO_MANY_STREAMS' } });

    ending.abort();
    let status = 503;
    while (status === 503) {
      const answer = await stream(others.signal);
      status = answer.status;
      if (status === 503) await answer.text();
    }
    others.abort();
    expect(status).toBe(200);
  });

  it('keeps no connection whose upgrade it refused, even of somebody who does not hang up', async () => {
    for (const path of ['/nowhere', '/nothing', '/none', '/nobody']) {
      const stranger = connect({ port: scs.port, host: '127.0.0.1', allowHalfOpen: true });
      sockets.push(stranger);
      stranger.on('error', () => undefined);
      stranger.write(head('GET', path, 'Connection: Upgrade', 'Upgrade: websocket'));
      stranger.resume();
      await once(stranger, 'end');
    }

    expect((await fetch(`${scs.url}/api/v1/health`)).status).toBe(200);
  });

  it('closes a connection that does not say what it wants', async () => {
    const slow = await open();
    slow.write('GET /api/v1/health HTTP/1.1\r\n');
    const answer = everythingFrom(slow);

    expect(await answer).toMatch(/^HTTP\/1\.1 408 /);
  }, 20_000);
});
