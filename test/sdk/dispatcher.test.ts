import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { Readable, Writable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fetch as undiciFetch, interceptors, request, stream } from 'undici';
import type { Dispatcher } from 'undici';
import { anEstateOfServers, answering, breaking, chat, echoing, email } from './an-estate-of-servers.js';
import type { Difference, Echo, EstateOfServers, Instance } from './an-estate-of-servers.js';
import { selfSigned } from './self-signed.js';

const url = 'http://whoever/path?a=1';

/** Each way to use a dispatcher: the text of the answer, its status, and which instance it says answered. */
interface Answer {
  readonly text: string;
  readonly status: number;
  readonly alias: unknown;
}

type Send = (dispatcher: Dispatcher, options?: { method?: 'GET' | 'POST' | 'PUT'; body?: string }) => Promise<Answer>;

const ways: Readonly<Record<string, Send>> = {
  'undici.request': async (dispatcher, options) => {
    const { statusCode, headers, body } = await request(url, { dispatcher, ...options });
    return { status: statusCode, text: await body.text(), alias: headers['x-eservices-alias'] };
  },
  'undici.request through an interceptor': async (dispatcher, options) => {
    const composed = dispatcher.compose(interceptors.responseError());
    const { statusCode, headers, body } = await request(url, { dispatcher: composed, ...options });
    return { status: statusCode, text: await body.text(), alias: headers['x-eservices-alias'] };
  },
  'the fetch of undici': async (dispatcher, options) => {
    const response = await undiciFetch(url, { dispatcher, ...options });
    return { status: response.status, text: await response.text(), alias: response.headers.get('x-eservices-alias') };
  },
  'the fetch of Node': async (dispatcher, options) => {
    // The types of Node's fetch are of another version of undici; the dispatcher itself fits.
    const response = await fetch(url, { dispatcher, ...options } as RequestInit);
    return { status: response.status, text: await response.text(), alias: response.headers.get('x-eservices-alias') };
  },
};

let servers: EstateOfServers | undefined;

const dispatcherOf = async (instances: readonly Instance[], difference?: Difference): Promise<Dispatcher> => {
  servers = await anEstateOfServers(instances, difference);
  return servers.estate.loadBalancer.dispatcher(difference?.type === 'ChatServer' ? chat : email);
};

afterEach(async () => {
  await servers?.end();
  servers = undefined;
});

describe.each(Object.entries(ways))('lb.dispatcher with %s', (_way, send) => {
  it('goes to each instance in turn, whatever host the URL names, and says which answered', async () => {
    const dispatcher = await dispatcherOf([answering('one'), answering('two')]);

    const answers = [await send(dispatcher), await send(dispatcher)];

    expect(answers.map(({ text }) => text).sort()).toEqual(['one', 'two']);
    const { loadBalancer } = servers!.estate;
    const named = answers.map(({ alias }) => loadBalancer.resolve(alias as string, email));
    expect(named.map(({ application }) => application).sort()).toEqual(['EmailServer_1', 'EmailServer_2']);
  });

  it('follows an alias', async () => {
    await dispatcherOf([answering('one'), answering('two')]);
    const { loadBalancer } = servers!.estate;
    const { alias } = loadBalancer.select({ ...email, exclude: ['EmailServer_1'] });
    const dispatcher = loadBalancer.dispatcher(email, { alias });

    const answers = [await send(dispatcher), await send(dispatcher), await send(dispatcher)];

    expect(answers).toEqual([1, 2, 3].map(() => ({ status: 200, text: 'two', alias })));
  });

  it('sends what it is given', async () => {
    const dispatcher = await dispatcherOf([echoing]);

    const { text } = await send(dispatcher, { method: 'POST', body: 'the body' });

    expect(JSON.parse(text)).toMatchObject({ method: 'POST', url: '/path?a=1', body: 'the body' });
    expect((JSON.parse(text) as Echo).headers.host).toBe(`127.0.0.1:${servers!.ports[0]}`);
  });

  it('goes elsewhere when the connection is refused, whatever the method', async () => {
    const dispatcher = await dispatcherOf([undefined, echoing]);

    const answers = [1, 2, 3].map(() => send(dispatcher, { method: 'POST', body: 'the body' }));

    for (const { text } of await Promise.all(answers)) expect(JSON.parse(text)).toMatchObject({ body: 'the body' });
  });

  it('repeats a GET whose connection broke, at another instance', async () => {
    const dispatcher = await dispatcherOf([breaking, answering('two')]);

    expect((await send(dispatcher)).text).toBe('two');
    expect(servers!.received).toEqual([1, 1]);
  });

  it('does not repeat a POST whose connection broke after it was sent', async () => {
    const dispatcher = await dispatcherOf([breaking, answering('two')]);

    await expect(send(dispatcher, { method: 'POST', body: 'x' })).rejects.toThrow();

    expect(servers!.received).toEqual([1, 0]);
  });

  it('never leaves the instance of an alias for a type that binds a session (R41)', async () => {
    await dispatcherOf([undefined, answering('two')], { type: 'ChatServer' });
    const { loadBalancer } = servers!.estate;
    const { alias } = loadBalancer.select({ ...chat, exclude: ['ChatServer_2'] });

    await expect(send(loadBalancer.dispatcher(chat, { alias }))).rejects.toThrow();

    expect(servers!.received).toEqual([0, 0]);
  });

  it('remembers failures of an instance (adaptive)', async () => {
    const failing: RequestListener = (_request, response) => void response.writeHead(500).end('failing');
    const dispatcher = await dispatcherOf([failing, answering('sound')]);

    const statuses: number[] = [];
    for (let count = 0; count < 5; count += 1) {
      statuses.push(
        await send(dispatcher).then(
          ({ status }) => status,
          () => 500,
        ),
      );
    }

    expect(statuses.filter((status) => status === 500)).toHaveLength(1);
  });

  it('goes to secured ports', async () => {
    const dispatcher = await dispatcherOf([answering('secret')], {
      tls: selfSigned,
      options: { tls: { ca: selfSigned.cert } },
    });

    expect((await send(dispatcher)).text).toBe('secret');
  });

  it('tells the refusal of select', async () => {
    const dispatcher = await dispatcherOf([]);

    const failure: unknown = await send(dispatcher).catch((error: unknown) => error);

    expect(wordsOf(failure)).toContain('NoInstanceError');
  });

  it('tells those under way that the load balancer closed (F42)', async () => {
    const dispatcher = await dispatcherOf([() => undefined]);
    const answer = send(dispatcher).catch((error: unknown) => error);
    while (servers!.received[0] === 0) await nextTurn();

    await servers!.estate.loadBalancer.close();

    expect(wordsOf(await answer)).toContain('ClosedError');
    await expect(send(dispatcher)).rejects.toThrow();
  });
});

describe('lb.dispatcher', () => {
  it('makes at most 20 % more attempts than requests, and 3, in a total outage (R32, F47)', async () => {
    const dispatcher = await dispatcherOf([breaking, breaking, breaking]);

    for (let count = 0; count < 50; count += 1) await expect(request(url, { dispatcher })).rejects.toThrow();

    const attempts = servers!.received.reduce((sum, count) => sum + count, 0);
    expect(attempts).toBeGreaterThan(50);
    expect(attempts).toBeLessThanOrEqual(50 * 1.2 + 3);
  });

  it('replays a GET once at the same instance when a connection kept alive was found dead (R16)', async () => {
    const served = new WeakSet<object>();
    const droppingTheSecond: RequestListener = ({ socket }, response) => {
      if (served.has(socket)) socket.destroy();
      else response.end('first');
      served.add(socket);
    };
    const dispatcher = await dispatcherOf([droppingTheSecond]);
    await ways['undici.request']!(dispatcher);
    await nextTurn();

    expect((await ways['undici.request']!(dispatcher)).text).toBe('first');

    expect(servers!.received).toEqual([3]);
  });

  it('does not begin again once the answer has begun', async () => {
    const stumbling: RequestListener = ({ socket }, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('half', () => socket.destroy());
    };
    const dispatcher = await dispatcherOf([stumbling, answering('two')]);

    const { body } = await request(url, { dispatcher });

    await expect(body.text()).rejects.toThrow();
    expect(servers!.received).toEqual([1, 0]);
  });

  it('sends a stream elsewhere when nothing of it was sent, but never twice', async () => {
    const dispatcher = await dispatcherOf([undefined, echoing]);
    const { body } = await request(url, { dispatcher, method: 'PUT', body: Readable.from(['on', 'ce']) });
    expect(await body.json()).toMatchObject({ body: 'once' });
    await servers!.end();

    const other = await dispatcherOf([breaking, echoing]);
    await expect(request(url, { dispatcher: other, method: 'PUT', body: Readable.from(['once']) })).rejects.toThrow();
    expect(servers!.received).toEqual([1, 0]);
  });

  it('does not hold it against the instance that the caller went away', async () => {
    const leaving = new AbortController();
    const dispatcher = await dispatcherOf([() => leaving.abort(), answering('two')]);
    const { loadBalancer } = servers!.estate;

    await expect(request(url, { dispatcher, signal: leaving.signal })).rejects.toThrow();

    expect(servers!.received).toEqual([1, 0]);
    const picks = [loadBalancer.select(email), loadBalancer.select(email)].map(({ application }) => application);
    expect(picks).toEqual(['EmailServer_2', 'EmailServer_1']);
  });

  it('does not let an instance speak in the name of another', async () => {
    const lying: RequestListener = (_request, response) =>
      void response.writeHead(200, { 'X-Eservices-Alias': 'forged' }).end();
    const dispatcher = await dispatcherOf([lying]);
    const { alias } = servers!.estate.loadBalancer.select(email);

    for (const send of Object.values(ways)) expect((await send(dispatcher)).alias).toBe(alias);
  });

  it('passes on an upgrade', async () => {
    const dispatcher = await dispatcherOf([
      {
        onConnection: (socket) => {
          socket.once('data', () => {
            socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n');
            socket.pipe(socket);
          });
        },
      },
    ]);

    const { socket } = await dispatcher.upgrade({ path: '/', protocol: 'echo' });
    socket.write('hello');
    const [answer] = (await once(socket, 'data')) as [Buffer];

    expect(answer.toString()).toBe('hello');
    socket.destroy();
  });

  it('serves undici.stream', async () => {
    const dispatcher = await dispatcherOf([answering('streamed')]);
    const chunks: Buffer[] = [];

    await stream(url, { dispatcher, method: 'GET' }, () => {
      return new Writable({
        write(chunk: Buffer, _encoding, done) {
          chunks.push(chunk);
          done();
        },
      });
    });

    expect(Buffer.concat(chunks).toString()).toBe('streamed');
  });

  it('goes on after somebody closed it, as its connections are those of the load balancer', async () => {
    const dispatcher = await dispatcherOf([answering('one')]);

    await dispatcher.close();
    await dispatcher.destroy();

    expect((await ways['undici.request']!(dispatcher)).text).toBe('one');
  });
});

/** fetch wraps an error that it does not know for one, as those of another realm, which Jest's tests are. */
const wordsOf = (failure: unknown): string => `${String(failure)}, ${String((failure as Error).cause)}`;
