import type { RequestListener } from 'node:http';
import { PassThrough, Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { anEstateOfServers, answering, breaking, chat, echoing, email } from './an-estate-of-servers.js';
import type { Echo } from './an-estate-of-servers.js';

/** An instance that never answers, and tells when it is first asked. */
function silent(): { readonly listener: RequestListener; readonly asked: Promise<void> } {
  let tell: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => {
    tell = resolve;
  });
  return { listener: () => tell(), asked };
}

/** Answers the first request over a connection, and drops the connection at the second. */
const droppingTheSecond = (how: 'destroy' | 'resetAndDestroy'): RequestListener => {
  const served = new WeakSet<object>();
  return ({ socket }, response) => {
    if (served.has(socket)) socket[how]();
    else response.end('first');
    served.add(socket);
  };
};

describe.each(['undici', 'node'] as const)('lb.http over %s, when an instance fails', (transport) => {
  it('never tries an instance twice while another exists, and gives up after three attempts (R33)', async () => {
    const servers = await anEstateOfServers([breaking, breaking, breaking, breaking], { options: { transport } });

    await expect(servers.estate.loadBalancer.http(email).get('/')).rejects.toMatchObject({ code: 'ECONNRESET' });

    expect(servers.received).toEqual([1, 1, 1, 0]);
    await servers.end();
  });

  it('tells whom it asked, in order, with an answer and with an error', async () => {
    const servers = await anEstateOfServers([breaking, answering('two')], { options: { transport } });
    const http = servers.estate.loadBalancer.http(email);

    const answer = await http.get('/');
    const again = await http.get('/', answer.config);

    expect(answer.config.asked).toEqual(['EmailServer_1', 'EmailServer_2']);
    expect(again.config.asked).toEqual(['EmailServer_2']);
    await expect(
      http.post('/', '', { alias: servers.estate.loadBalancer.select({ ...email, exclude: ['EmailServer_2'] }).alias }),
    ).rejects.toMatchObject({
      config: { asked: ['EmailServer_1'] },
    });
    await servers.end();
  });

  it('keeps to maxAttempts', async () => {
    const servers = await anEstateOfServers([breaking, answering('two')], { options: { transport, maxAttempts: 1 } });

    await expect(servers.estate.loadBalancer.http(email).get('/')).rejects.toMatchObject({ code: 'ECONNRESET' });

    expect(servers.received).toEqual([1, 0]);
    await servers.end();
  });

  it('leaves out what the request excludes, at every attempt', async () => {
    const servers = await anEstateOfServers([answering('one'), undefined, answering('three')], {
      options: { transport },
    });
    const client = servers.estate.loadBalancer.http({ ...email, exclude: ['EmailServer_1'] });

    expect((await client.get<string>('/')).data).toBe('three');
    expect((await client.get<string>('/')).data).toBe('three');
    await servers.end();
  });

  it('makes at most 20 % more attempts than requests, and 3, in a total outage (R32, F47)', async () => {
    const servers = await anEstateOfServers([breaking, breaking, breaking], { options: { transport } });
    const client = servers.estate.loadBalancer.http(email);

    for (let count = 0; count < 50; count += 1) {
      await expect(client.get('/')).rejects.toMatchObject({ code: 'ECONNRESET' });
    }

    const attempts = servers.received.reduce((sum, count) => sum + count, 0);
    expect(attempts).toBeGreaterThan(50);
    expect(attempts).toBeLessThanOrEqual(50 * 1.2 + 3);
    await servers.end();
  });

  it('asks another instance when the first accepts and says nothing for half of timeout (F21)', async () => {
    const first = silent();
    const servers = await anEstateOfServers([first.listener, answering('two')], { options: { transport } });

    const answer = servers.estate.loadBalancer.http(email).get<string>('/', { timeout: 400 });
    await first.asked;
    servers.estate.clock.advance(200);

    expect((await answer).data).toBe('two');
    expect(servers.received).toEqual([1, 1]);
    await servers.end();
  });

  it('does not ask another instance for a POST that may have been carried out', async () => {
    const first = silent();
    const servers = await anEstateOfServers([first.listener, answering('two')], { options: { transport } });

    const answer = servers.estate.loadBalancer.http(email).post('/', {}, { timeout: 200 });
    void first.asked.then(() => {
      servers.estate.clock.advance(200);
    });

    await expect(answer).rejects.toMatchObject({ code: 'ECONNABORTED', message: 'timeout of 200ms exceeded' });
    expect(servers.received).toEqual([1, 0]);
    await servers.end();
  });

  it('leaves an idempotent request where it is for the whole of timeout when attemptTimeout is 0', async () => {
    const first = silent();
    const servers = await anEstateOfServers([first.listener, answering('two')], { options: { transport } });

    const answer = servers.estate.loadBalancer.http(email).get('/', { timeout: 200, attemptTimeout: 0 });
    void first.asked.then(() => {
      servers.estate.clock.advance(200);
    });

    await expect(answer).rejects.toMatchObject({ code: 'ECONNABORTED' });
    expect(servers.received).toEqual([1, 0]);
    await servers.end();
  });

  it('bounds all attempts together by timeout', async () => {
    const instances = [silent(), silent(), silent()] as const;
    const servers = await anEstateOfServers(
      instances.map(({ listener }) => listener),
      { options: { transport } },
    );
    const { clock, loadBalancer } = servers.estate;
    const began = clock.now();

    const answer = loadBalancer.http(email).get('/', { timeout: 400 });
    const lapse = async (): Promise<void> => {
      for (const [index, afterMs] of [200, 100, 100].entries()) {
        await instances[index]?.asked;
        clock.advance(afterMs);
      }
    };

    void lapse();
    await expect(answer).rejects.toMatchObject({ code: 'ECONNABORTED', request: expect.anything() });
    expect(clock.now() - began).toBe(400);
    await servers.end();
  });

  it('says ETIMEDOUT, and the words of the caller, where axios would', async () => {
    const first = silent();
    const servers = await anEstateOfServers([first.listener], { options: { transport } });
    const config = { timeout: 50, timeoutErrorMessage: 'too late', transitional: { clarifyTimeoutError: true } };

    const answer = servers.estate.loadBalancer.http(email).get('/', config);
    void first.asked.then(() => {
      servers.estate.clock.advance(50);
    });

    await expect(answer).rejects.toMatchObject({ code: 'ETIMEDOUT', message: 'too late' });
    await servers.end();
  });

  it.each([
    ['closed', 'destroy'],
    ['reset', 'resetAndDestroy'],
  ] as const)(
    'replays a GET once at the same instance when a connection kept alive was %s (R16)',
    async (_word, how) => {
      const servers = await anEstateOfServers([droppingTheSecond(how)], { options: { transport } });
      const client = servers.estate.loadBalancer.http(email);

      expect((await client.get<string>('/')).data).toBe('first');
      await nextTurn(); // The connection is free for the next request.
      expect((await client.get<string>('/')).data).toBe('first');

      expect(servers.received).toEqual([3]);
      await servers.end();
    },
  );

  it('does not replay a POST over a connection that was found dead', async () => {
    const servers = await anEstateOfServers([droppingTheSecond('resetAndDestroy')], { options: { transport } });
    const client = servers.estate.loadBalancer.http(email);

    await client.post('/', {});
    await nextTurn();

    await expect(client.post('/', {})).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(servers.received).toEqual([2]);
    await servers.end();
  });

  it('does not replay a GET whose fresh connection broke', async () => {
    const servers = await anEstateOfServers([breaking], { options: { transport } });

    await expect(servers.estate.loadBalancer.http(email).get('/')).rejects.toMatchObject({ code: 'ECONNRESET' });

    expect(servers.received).toEqual([1]);
    await servers.end();
  });

  it('repeats a GET whose answer broke off in the middle', async () => {
    const stumbling: RequestListener = (request, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('half', () => request.socket.destroy());
    };
    const servers = await anEstateOfServers([stumbling, answering('whole')], { options: { transport } });

    expect((await servers.estate.loadBalancer.http(email).get<string>('/')).data).toBe('whole');
    await servers.end();
  });

  it('never sends a stream twice', async () => {
    const servers = await anEstateOfServers([breaking, echoing], { options: { transport } });
    const body = new PassThrough();
    body.end('once');

    await expect(servers.estate.loadBalancer.http(email).put('/', body)).rejects.toMatchObject({ code: 'ECONNRESET' });

    expect(servers.received).toEqual([1, 0]);
    await servers.end();
  });

  it('follows an alias, and goes on elsewhere when its instance does not listen, for a type that binds no session (R41)', async () => {
    const servers = await anEstateOfServers([undefined, answering('two')], { options: { transport } });
    const { alias } = servers.estate.loadBalancer.select({ ...email, exclude: ['EmailServer_2'] });

    const answer = await servers.estate.loadBalancer.http(email).post<string>('/', {}, { alias });

    expect(answer.data).toBe('two');
    expect(answer.config.alias).not.toBe(alias);
    await servers.end();
  });

  it('never leaves the instance of an alias for a type that binds a session (R41)', async () => {
    const servers = await anEstateOfServers([undefined, answering('two')], {
      type: 'ChatServer',
      options: { transport },
    });
    const { alias } = servers.estate.loadBalancer.select({ ...chat, exclude: ['ChatServer_2'] });

    const answer = servers.estate.loadBalancer.http(chat).get('/', { alias });

    await expect(answer).rejects.toMatchObject({ code: 'ECONNREFUSED', config: { alias } });
    expect(servers.received).toEqual([0, 0]);
    await servers.end();
  });

  it('rejects with the refusal of resolve when the alias is none', async () => {
    const servers = await anEstateOfServers([answering('one')], { options: { transport } });

    const answer = servers.estate.loadBalancer.http(email).get('/', { alias: 'x'.repeat(32) });

    await expect(answer).rejects.toMatchObject({ code: 'ALIAS_INVALID' });
    await servers.end();
  });
});

describe('lb.http over undici', () => {
  it('sends a stream to another instance when nothing of it was sent', async () => {
    const servers = await anEstateOfServers([undefined, echoing]);

    const answer = await servers.estate.loadBalancer.http(email).post<Echo>('/', Readable.from(['on', 'ce']));

    expect(answer.data.body).toBe('once');
    await servers.end();
  });

  it('counts a time limit of the caller as a failure of the instance, but not that the caller went away (F19)', async () => {
    const servers = await anEstateOfServers([silent().listener, answering('two')]);
    const { loadBalancer } = servers.estate;
    const gone = new AbortController();
    const leaving = loadBalancer.http(email).post('/', {}, { signal: gone.signal });
    gone.abort();
    await expect(leaving).rejects.toMatchObject({ code: 'ERR_CANCELED' });
    expect(loadBalancer.select(email).application).toBe('EmailServer_2');
    expect(loadBalancer.select(email).application).toBe('EmailServer_1');
    expect(loadBalancer.select(email).application).toBe('EmailServer_2');

    const limited = loadBalancer.http(email).post('/', {}, { signal: AbortSignal.timeout(50) });
    await expect(limited).rejects.toMatchObject({ code: 'ERR_CANCELED' });

    const picks = [1, 2, 3, 4].map(() => loadBalancer.select(email).application);
    expect(new Set(picks)).toEqual(new Set(['EmailServer_2']));
    await servers.end();
  });
});
