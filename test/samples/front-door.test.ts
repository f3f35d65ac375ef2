import { once } from 'node:events';
import { createServer, request as nodeRequest } from 'node:http';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import request from 'supertest';
import { createFrontDoor } from '../../packages/samples/src/front-door/front-door.js';
import { aSnapshot, anApplication, anEstate } from '../sdk/an-estate.js';
import type { Estate } from '../sdk/an-estate.js';

const port = (server: Server): number => (server.address() as AddressInfo).port;

describe('the front door', () => {
  let webNodes: Server[];
  let estate: Estate;
  let warned: unknown[];
  let answer: (name: string, incoming: IncomingMessage, response: ServerResponse) => void;
  const frontDoor = (limitMs = 10_000): RequestListener =>
    createFrontDoor({
      loadBalancer: estate.loadBalancer,
      application: 'FrontDoor',
      limitMs,
      log: { warn: (...said: unknown[]) => warned.push(said) },
    });

  beforeEach(async () => {
    warned = [];
    answer = (name, incoming, response) => {
      void text(incoming).then((body) => response.end(`${name} ${incoming.method} ${incoming.url} ${body}`));
    };
    webNodes = ['WebAPIServer_1', 'WebAPIServer_2'].map((name) =>
      createServer((incoming, response) => {
        answer(name, incoming, response);
      }).listen(0, '127.0.0.1'),
    );
    await Promise.all(webNodes.map((server) => once(server, 'listening')));
    const applications = webNodes.map((server, index) =>
      anApplication({
        dbid: 21 + index,
        name: `WebAPIServer_${index + 1}`,
        type: 'WebAPIServer',
        ports: [{ id: 'default', port: port(server), protocol: 'http', secure: false }],
      }),
    );
    const connections = applications.map(({ name }) => ({ application: name, parameters: {} }));
    const door = anApplication({ dbid: 10, name: 'FrontDoor', type: 'ThirdPartyServer', connections });
    estate = await anEstate(aSnapshot([door, ...applications]), { application: 'FrontDoor' });
  });
  afterEach(async () => {
    await estate[Symbol.asyncDispose]();
    for (const server of webNodes) {
      server.closeAllConnections();
      server.close();
    }
  });

  /** The front door as a server, for what supertest cannot say. */
  const listening = async (limitMs?: number): Promise<AsyncDisposable & { readonly port: number }> => {
    const server = createServer(frontDoor(limitMs)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return {
      port: port(server),
      async [Symbol.asyncDispose]() {
        server.closeAllConnections();
        server.close();
        await once(server, 'close');
      },
    };
  };

  const stopFirst = async (): Promise<void> => {
    webNodes[0]?.close();
    await once(webNodes[0]!, 'close');
  };

  it('refuses a request that names two hosts, which no web node is asked about, let alone blamed for', async () => {
    await using door = await listening();
    const socket = connect(door.port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n');

    expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 .*"MALFORMED_REQUEST".*several hosts/s);
    expect(warned).toEqual([]);
  });

  it('shares the requests among the web nodes, bodies included', async () => {
    const answers = new Set<string>();
    for (let round = 1; round <= 2; round++)
      answers.add((await request(frontDoor()).post('/genesys/2/chat/open?a=b').type('form').send('tenant=T')).text);

    expect([...answers].sort()).toEqual([
      'WebAPIServer_1 POST /genesys/2/chat/open?a=b tenant=T',
      'WebAPIServer_2 POST /genesys/2/chat/open?a=b tenant=T',
    ]);
  });

  it('takes a GET to the other web node when one refuses the connection', async () => {
    await stopFirst();

    for (let round = 1; round <= 3; round++)
      await request(frontDoor())
        .get('/')
        .expect(200, /^WebAPIServer_2/);
  });

  it('answers 503 in JSON when no web node can be selected', async () => {
    await estate.report('WebAPIServer_1', 'stopped');
    await estate.report('WebAPIServer_2', 'stopped');

    const { body } = await request(frontDoor()).get('/').expect(503);

    expect(body).toEqual({ error: { code: 'NO_INSTANCE', message: expect.any(String) } });
  });

  it('answers 502 in JSON when every web node refuses the connection of a POST', async () => {
    await stopFirst();
    webNodes[1]?.close();

    const { body } = await request(frontDoor()).post('/genesys/2/chat/open').type('form').send('a=b').expect(502);

    expect(body).toMatchObject({ error: { code: 'BAD_GATEWAY' } });
  });

  it('takes a POST to the other web node when one refuses the connection: nothing of it was sent', async () => {
    await stopFirst();

    for (let round = 1; round <= 3; round++)
      await request(frontDoor())
        .post('/genesys/2/chat/open')
        .type('form')
        .send('message=once')
        .expect(200, 'WebAPIServer_2 POST /genesys/2/chat/open message=once');
  });

  it('sends a POST to one web node only where it broke off after it got the request', async () => {
    const heard: string[] = [];
    answer = (name, incoming) => {
      void text(incoming).then((body) => {
        heard.push(`${name} ${body}`);
        incoming.socket.destroy();
      });
    };

    const { body, headers } = await request(frontDoor()).post('/x').type('form').send('message=once').expect(502);

    expect(body).toMatchObject({ error: { code: 'BAD_GATEWAY', message: expect.stringContaining('nevertheless') } });
    expect(headers).toHaveProperty('retry-after', '1');
    expect(heard).toEqual([expect.stringContaining('message=once')]);
  });

  it('sends a GET to the other web node where one broke off before it answered', async () => {
    answer = (name, incoming, response) => {
      if (name === 'WebAPIServer_1') incoming.socket.destroy();
      else response.end(name);
    };

    for (let round = 1; round <= 2; round++) await request(frontDoor()).get('/').expect(200, 'WebAPIServer_2');
  });

  it('breaks an answer off where the web node did, and never begins it again', async () => {
    let asked = 0;
    answer = (_name, incoming, response) => {
      asked += 1;
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => incoming.socket.destroy());
    };

    await expect(request(frontDoor()).get('/')).rejects.toThrow(/aborted|hang up/);

    expect(asked).toBe(1);
    expect(warned).toHaveLength(1);
  });

  it('answers 504 when a web node is silent for too long', async () => {
    answer = () => undefined;

    const { body } = await request(frontDoor(1_000)).post('/x').type('form').send('a=b').expect(504);

    expect(body).toMatchObject({ error: { code: 'GATEWAY_TIMEOUT' } });
  });

  it('says who asks, whatever the client said, and keeps the host that the client asked for', async () => {
    answer = (_name, { headers }, response) => response.end(JSON.stringify(headers));

    const { text: said } = await request(frontDoor())
      .get('/')
      .set({ host: 'shop.example', 'x-forwarded-for': '6.6.6.6', 'x-forwarded-port': '1', 'x-real-ip': '6.6.6.6' })
      .set({ forwarded: 'for=6.6.6.6', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil.example' });

    const headers = JSON.parse(said) as Record<string, string>;
    expect(headers).toMatchObject({
      host: 'shop.example',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': 'shop.example',
    });
    expect(said).not.toMatch(/6\.6\.6\.6|evil/);
    expect(headers).not.toHaveProperty('x-forwarded-port');
  });

  it('hands nothing on that belongs to the connection, and not which instance answered', async () => {
    let heard: IncomingMessage['headers'] = {};
    answer = (_name, { headers }, response) => {
      heard = headers;
      response.writeHead(200, { connection: 'close, x-inner', 'x-inner': '1', 'set-cookie': ['a=1', 'b=2'] });
      response.end('fine');
    };

    const { headers } = await request(frontDoor())
      .get('/')
      .set({ connection: 'close, x-secret', 'x-secret': '1', te: 'trailers', upgrade: 'websocket' });

    expect(Object.keys(heard)).not.toEqual(expect.arrayContaining(['x-secret']));
    expect(heard).not.toHaveProperty('te');
    expect(heard).not.toHaveProperty('upgrade');
    expect(headers['set-cookie']).toEqual(['a=1', 'b=2']);
    expect(headers).not.toHaveProperty('x-inner');
    expect(headers).not.toHaveProperty('x-eservices-alias');
  });

  it.each([
    ['of known length', { 'content-length': String(3 * 1024 * 1024) }],
    ['in chunks', { 'transfer-encoding': 'chunked' }],
  ])('hands a long body %s on as a stream', async (_kind, headers) => {
    answer = (_name, incoming, response) => {
      void text(incoming).then((body) => response.end(`${incoming.headers['content-length']} ${body.length}`));
    };
    await using door = await listening();
    const outgoing = nodeRequest({ port: door.port, host: '127.0.0.1', method: 'POST', headers });
    for (let count = 0; count < 3; count += 1) outgoing.write('x'.repeat(1024 * 1024));
    outgoing.end();

    const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];

    expect(await text(incoming)).toMatch(/^(undefined|3145728) 3145728$/);
  });

  it.each([
    ['that says how long it is', { 'content-length': String(40 * 1024 * 1024) }],
    ['that does not say how long it is', { 'transfer-encoding': 'chunked' }],
  ])('refuses a body of 40 MB %s with 413', async (_kind, headers) => {
    answer = (_name, incoming, response) => {
      incoming.on('error', () => response.destroy()).resume();
    };
    await using door = await listening();
    const outgoing = nodeRequest({ port: door.port, host: '127.0.0.1', method: 'POST', headers });
    outgoing.on('error', () => undefined);
    const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
    for (let count = 0; count < 40; count += 1) outgoing.write('x'.repeat(1024 * 1024));
    outgoing.end();

    const [incoming] = await answered;

    expect(incoming.statusCode).toBe(413);
  });

  it('lets go of the web node when the client goes', async () => {
    const outcome = new Promise<string>((resolve) => {
      answer = (_name, incoming, response) => {
        response.once('close', () => {
          resolve(response.writableFinished ? 'answered' : 'let go');
        });
        outgoing.destroy();
      };
    });
    await using door = await listening();
    const outgoing = nodeRequest({ port: door.port, host: '127.0.0.1' }).on('error', () => undefined);
    outgoing.end();

    expect(await outcome).toBe('let go');
    expect(warned).toEqual([]);
  });

  it.each([
    ['GET http://evil.example/page?a=b HTTP/1.1', 'HTTP/1.1 200', 'GET /page?a=b'],
    ['GET //evil.example/page HTTP/1.1', 'HTTP/1.1 200', 'GET //evil.example/page'],
    ['OPTIONS * HTTP/1.1', 'HTTP/1.1 400', 'MALFORMED_REQUEST'],
  ])('goes to a web node and nowhere else, whatever the request line says: %s', async (line, status, said) => {
    await using door = await listening();
    const socket = connect(door.port, '127.0.0.1');
    socket.write(`${line}\r\nhost: shop.example\r\nconnection: close\r\n\r\n`);

    const answered = await text(socket);

    expect(answered).toContain(status);
    expect(answered).toContain(said);
  });
});
