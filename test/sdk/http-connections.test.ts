import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import type { LookupFunction, Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LoadBalancerOptions } from '@eservices-lb/sdk';
import { InvalidOptionError } from '@eservices-lb/sdk';
import { ManualClock } from '@eservices-lb/sdk/testing';
import { cachedLookup } from '../../packages/sdk/src/edge/connections/cached-lookup.js';
import { anEstateOfServers, answering, email } from './an-estate-of-servers.js';
import type { Instance } from './an-estate-of-servers.js';
import { anEstate, aSnapshot } from './an-estate.js';
import { selfSigned } from './self-signed.js';

describe.each(['undici', 'node'] as const)('connections of lb.http over %s', (transport) => {
  it('go to a secured port when the certificate is trusted', async () => {
    const options = { transport, tls: { ca: selfSigned.cert } };
    const servers = await anEstateOfServers([answering('secret')], { tls: selfSigned, options });

    const { data, config } = await servers.estate.loadBalancer.http(email).get<string>('/');

    expect(data).toBe('secret');
    expect(config.baseURL).toMatch(/^https:/);
    await servers.end();
  });

  it('do not go to a secured port whose certificate nobody vouches for', async () => {
    const servers = await anEstateOfServers([answering('secret')], { tls: selfSigned, options: { transport } });

    const answer = servers.estate.loadBalancer.http(email).get('/');

    await expect(answer).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    expect(servers.received).toEqual([0]);
    await servers.end();
  });

  it('are replayed once over TLS, too, when one kept alive was found dead (R16)', async () => {
    const served = new WeakSet<object>();
    const drops: object[] = [];
    const droppingOnce: RequestListener = ({ socket }, response) => {
      if (served.has(socket) && drops.length === 0) {
        drops.push(socket);
        socket.destroy();
      } else response.end('served');
      served.add(socket);
    };
    const options = { transport, tls: { ca: selfSigned.cert } };
    const servers = await anEstateOfServers([droppingOnce], { tls: selfSigned, options });
    const client = servers.estate.loadBalancer.http(email);
    let requests = 0;

    for (; drops.length === 0; requests += 1) {
      await client.get('/');
      await nextTurn();
    }

    expect(servers.received).toEqual([requests + 1]);
    await servers.end();
  });

  it('are not replayed over TLS when they are fresh', async () => {
    const options = { transport, tls: { ca: selfSigned.cert } };
    const servers = await anEstateOfServers([(request) => void request.socket.destroy()], { tls: selfSigned, options });

    await expect(servers.estate.loadBalancer.http(email).get('/')).rejects.toMatchObject({ code: 'ECONNRESET' });

    expect(servers.received).toEqual([1]);
    await servers.end();
  });

  it('end when the load balancer closes; requests under way reject with ClosedError (F42)', async () => {
    const servers = await anEstateOfServers([() => undefined], { options: { transport } });
    const { loadBalancer } = servers.estate;
    const client = loadBalancer.http(email);
    const answer = client.post('/', {}).catch((error: unknown) => error);
    await arrivalAt(servers.received);

    await loadBalancer.close();

    expect(await answer).toMatchObject({ code: 'CLOSED' });
    await expect(client.get('/')).rejects.toMatchObject({ code: 'CLOSED' });
    await expect(loadBalancer.close()).resolves.toBeUndefined();
    await servers.end();
  });

  it('end when the load balancer closes while they are being made (F42)', async () => {
    const handshake = hangingHandshake();
    const options = { transport, connectTimeoutMs: 60_000 };
    const servers = await anEstateOfServers([handshake.instance], { tls: selfSigned, options });
    const { loadBalancer, clock } = servers.estate;
    const answer = loadBalancer
      .http(email)
      .get('/', { timeout: 0 })
      .catch((error: unknown) => error);
    const socket = await handshake.begun;
    const ended = once(socket, 'close');

    await loadBalancer.close();

    expect(await answer).toMatchObject({ code: 'CLOSED' });
    expect(clock.pending).toBe(0);
    await ended;
    await servers.end();
  });

  it('that break after the closing end nothing but themselves', async () => {
    const half: RequestListener = (_request, response) => void response.write('half');
    const servers = await anEstateOfServers([half], { options: { transport } });
    const { loadBalancer } = servers.estate;
    const { data } = await loadBalancer.http(email).get<Readable>('/', { responseType: 'stream' });
    const ended = new Promise((resolve) => data.once('close', resolve));

    await loadBalancer.close();

    await ended;
    await servers.end();
  });
});

describe('connections of lb.http', () => {
  it('that take longer than connectTimeoutMs are given up, even for a POST, as nothing was sent (F21)', async () => {
    const options = { connectTimeoutMs: 100, tls: { ca: selfSigned.cert } };
    const instances = [hangingHandshake().instance, answering('sound')];
    const servers = await anEstateOfServers(instances, { tls: selfSigned, options });

    const answer = await servers.estate.loadBalancer.http(email).post<string>('/', {});

    expect(answer.data).toBe('sound');
    expect(servers.received).toEqual([1, 1]);
    await servers.end();
  });

  it('are not used beyond their age, so that a name that moved is noticed (R16, F25)', async () => {
    const sockets: Socket[] = [];
    const servers = await anEstateOfServers(
      [
        (request, response) => {
          sockets.push(request.socket);
          response.end('x');
        },
      ],
      { options: { maxSocketAgeMs: 1_000 } },
    );
    const client = servers.estate.loadBalancer.http(email);
    await client.get('/');
    await nextTurn();
    await client.get('/');
    const [first, old] = sockets;
    expect(old).toBe(first);
    const ended = new Promise((resolve) => old?.once('close', resolve));

    servers.estate.clock.advance(1_000);
    await client.get('/');
    await ended;

    expect(sockets).toHaveLength(3);
    expect(sockets[2]).not.toBe(old);
    await servers.end();
  });

  it('finish what they have when their age is up', async () => {
    let finish: () => void = () => undefined;
    const servers = await anEstateOfServers([
      (_request, response) => {
        finish = () => void response.end('late');
      },
    ]);
    const answer = servers.estate.loadBalancer.http(email).get<string>('/', { timeout: 0 });
    await arrivalAt(servers.received);

    servers.estate.clock.advance(300_000);
    finish();

    expect((await answer).data).toBe('late');
    await servers.end();
  });

  it.each<[keyof LoadBalancerOptions, unknown]>([
    ['transport', 'http2'],
    ['tls', null],
    ['tls', 'certificate'],
    ['maxAttempts', 0],
    ['maxAttempts', 1.5],
    ['connectTimeoutMs', 0],
    ['connectTimeoutMs', Number.NaN],
    ['maxSocketAgeMs', -1],
    ['maxSocketAgeMs', '5 min'],
  ])('refuse %s of %j', async (option, value) => {
    await expect(anEstate(aSnapshot([]), { [option]: value })).rejects.toThrow(InvalidOptionError);
    await expect(anEstate(aSnapshot([]), { [option]: value })).rejects.toMatchObject({ option });
  });
});

describe('name resolution', () => {
  const look = (lookup: LookupFunction, host: string, all = true): Promise<unknown> =>
    new Promise((resolve) => {
      lookup(host, { all }, (error, address, family) => {
        resolve(error ?? (all ? address : [address, family]));
      });
    });

  it('asks for a host at most once in 5 s, whatever the number of connections (R3, F25)', async () => {
    const clock = new ManualClock();
    const asked: string[] = [];
    const lookup = cachedLookup(
      () => clock.now(),
      (host) => {
        asked.push(host);
        return Promise.resolve([{ address: `10.0.0.${asked.length}`, family: 4 }]);
      },
    );

    await Promise.all([look(lookup, 'a.test'), look(lookup, 'a.test'), look(lookup, 'b.test')]);
    clock.advance(4_999);
    expect(await look(lookup, 'a.test', false)).toEqual(['10.0.0.1', 4]);
    expect(asked).toEqual(['a.test', 'b.test']);

    clock.advance(1);
    expect(await look(lookup, 'a.test')).toEqual([{ address: '10.0.0.3', family: 4 }]);
  });

  it('asks no more often when the answer is a refusal (R3)', async () => {
    let asked = 0;
    const refusal = Object.assign(new Error('no such host'), { code: 'ENOTFOUND' });
    const lookup = cachedLookup(
      () => 1,
      () => {
        asked += 1;
        return Promise.reject(refusal);
      },
    );

    expect(await look(lookup, 'a.test')).toBe(refusal);
    expect(await look(lookup, 'a.test')).toBe(refusal);
    expect(asked).toBe(1);
  });
});

/** Resolves when the first request has come to one of the instances. */
async function arrivalAt(received: readonly number[]): Promise<void> {
  while (received.every((count) => count === 0)) await nextTurn();
}

/** An instance that takes connections, and says nothing when it is to shake hands. */
function hangingHandshake(): { readonly instance: Instance; readonly begun: Promise<Socket> } {
  let tell: (socket: Socket) => void = () => undefined;
  const begun = new Promise<Socket>((resolve) => {
    tell = resolve;
  });
  return { instance: { onConnection: (socket) => tell(socket.resume()) }, begun };
}
