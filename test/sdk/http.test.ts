import nock from 'nock';
import { anEmailServer, anEstate, aSnapshot } from './an-estate.js';
import { answering, breaking, chat, email, realServers } from './real-servers.js';

const anyStatus = { validateStatus: () => true };

describe.each(['undici', 'node'] as const)('lb.http over %s', (transport) => {
  it('goes to each instance in turn, and says on the response which alias answered', async () => {
    await using started = await realServers([answering('one'), answering('two')], { transport });
    const client = started.loadBalancer.http(email);

    const answers = [await client.get<string>('/'), await client.get<string>('/')];

    expect(answers.map(({ data }) => data).sort()).toEqual(['one', 'two']);
    const { alias } = answers[0]!.config;
    expect((await client.get<string>('/', { alias: alias! })).data).toBe(answers[0]!.data);
  });

  it('goes elsewhere when the connection is refused, whatever the method', async () => {
    await using started = await realServers([undefined, answering('two')], { transport });
    const client = started.loadBalancer.http(email);

    const answers = [await client.post<string>('/', {}), await client.post<string>('/', {})];

    expect(answers.map(({ data }) => data)).toEqual(['two', 'two']);
  });

  it('does not repeat a POST whose connection broke after it was sent', async () => {
    let received = 0;
    const count = breaking(() => (received += 1));
    await using started = await realServers([count, count], { transport });

    await expect(started.loadBalancer.http(email).post('/', {})).rejects.toMatchObject({ code: 'ECONNRESET' });

    expect(received).toBe(1);
  });

  it('repeats a GET whose connection broke, at another instance first (R33)', async () => {
    await using started = await realServers([breaking(), answering('two')], { transport });

    expect((await started.loadBalancer.http(email).get<string>('/')).data).toBe('two');
  });

  it('asks an only instance once more, in case its old connection was dead, and no oftener (R16)', async () => {
    let received = 0;
    await using started = await realServers([breaking(() => (received += 1))], { transport });

    await expect(started.loadBalancer.http(email).get('/')).rejects.toMatchObject({ code: 'ECONNRESET' });

    expect(received).toBe(2);
  });

  it('makes three attempts at most', async () => {
    const asked: number[] = [];
    const servers = [1, 2, 3, 4, 5].map((number) => breaking(() => asked.push(number)));
    await using started = await realServers(servers, { transport });

    await expect(started.loadBalancer.http(email).get('/')).rejects.toMatchObject({ code: 'ECONNRESET' });

    expect(asked).toHaveLength(3);
    expect(new Set(asked).size).toBe(3);
  });

  it('repeats no more than a fifth of the requests, and three, when everything is down (R32, F47)', async () => {
    let received = 0;
    const count = breaking(() => (received += 1));
    await using started = await realServers([count, count, count], { transport });
    const client = started.loadBalancer.http(email);

    const outcomes = await Promise.allSettled(Array.from({ length: 100 }, () => client.get('/')));

    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
    expect(received).toBeLessThanOrEqual(100 + 20 + 3);
    expect(received).toBeGreaterThan(100);
  });

  it('reports the failure itself, and whose it is, when nobody is left to try', async () => {
    await using started = await realServers([undefined, undefined], { transport });

    await expect(started.loadBalancer.http(email).get('/')).rejects.toMatchObject({
      code: 'ECONNREFUSED',
      config: { alias: expect.stringMatching(/^[\w-]{32}$/) },
    });
  });

  it('stays with the instance behind the alias of a session, even if that fails', async () => {
    await using started = await realServers([answering('one'), answering('two')], { transport, type: 'ChatServer' });
    const client = started.loadBalancer.http(chat);
    const { data, config } = await client.get<string>('/');
    const server = started.servers[data === 'one' ? 0 : 1]!;
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      if ('closeAllConnections' in server) (server.closeAllConnections as () => void)();
    });

    await expect(client.get('/', { alias: config.alias! })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('goes on elsewhere when the instance behind an alias of no session fails, and gives the new alias (R41)', async () => {
    await using started = await realServers([undefined, answering('two')], { transport });
    const [dead] = started.loadBalancer.explain(email);
    const { alias } = started.loadBalancer.select({ ...email, exclude: ['EmailServer_2'] });

    const { data, config } = await started.loadBalancer.http(email).get<string>('/', { alias });

    expect(dead?.application).toBe('EmailServer_1');
    expect(data).toBe('two');
    expect(config.alias).not.toBe(alias);
  });

  it('never follows an absolute URL to a stranger', async () => {
    await using started = await realServers([answering('ours')], { transport });

    const { config, data } = await started.loadBalancer.http(email).get<string>('http://stranger.test/');

    expect(config.baseURL).toBe(started.urls[0]);
    expect(data).toBe('ours');
  });

  it('takes an answer for an answer, whatever its status: it is not asked for again', async () => {
    let received = 0;
    const failing = answering('no', 503);
    const counting = (...[request, response]: Parameters<typeof failing>) => {
      received += 1;
      failing(request, response);
    };
    await using started = await realServers([counting, counting], { transport });

    await expect(started.loadBalancer.http(email).get('/')).rejects.toMatchObject({
      code: 'ERR_BAD_RESPONSE',
      response: { status: 503, data: 'no' },
    });
    expect(received).toBe(1);
  });

  it('prefers an instance without recent failures (adaptive)', async () => {
    await using started = await realServers([answering('failing', 500), answering('sound')], { transport });
    const client = started.loadBalancer.http(email);
    const get = async (): Promise<string> => (await client.get<string>('/', anyStatus)).data;

    const answers = [await get(), await get(), await get(), await get(), await get()];

    expect(answers.filter((answer) => answer === 'failing')).toHaveLength(1);
  });

  it('gives up at the time-out of the whole, over all attempts', async () => {
    await using started = await realServers([() => undefined, () => undefined], { transport });

    await expect(started.loadBalancer.http(email).get('/', { timeout: 150 })).rejects.toMatchObject({
      code: 'ECONNABORTED',
    });
  });

  it('ends a request whose caller gives up, and asks nobody else', async () => {
    const giveUp = new AbortController();
    let received = 0;
    const silent = () => {
      received += 1;
      giveUp.abort();
    };
    await using started = await realServers([silent, silent], { transport });

    await expect(started.loadBalancer.http(email).get('/', { signal: giveUp.signal })).rejects.toMatchObject({
      code: 'ERR_CANCELED',
    });
    expect(received).toBe(1);
  });

  it('ends what is under way when the load balancer is closed, within a second (F42)', async () => {
    await using started = await realServers([() => undefined], { transport });
    const pending = started.loadBalancer.http(email).post('/', 'x');
    const failed = expect(pending).rejects.toHaveProperty('code', expect.stringMatching(/^ECONN/));
    await new Promise((resolve) => started.servers[0]!.once('connection', resolve));

    await started.loadBalancer.close();

    await failed;
  });
});

describe('lb.http over node', () => {
  it('can be mocked with nock', async () => {
    await using mocked = await anEstate(aSnapshot([anEmailServer(1)]), { transport: 'node' });
    const { url } = mocked.loadBalancer.select(email);
    nock(url).post('/mail', { text: 'hello' }).reply(201, { id: 7 });

    const { status, data } = await mocked.loadBalancer.http(email).post<{ id: number }>('/mail', { text: 'hello' });

    expect([status, data]).toEqual([201, { id: 7 }]);
    expect(nock.isDone()).toBe(true);
  });
});

describe('report', () => {
  it('tells the failure memory of a request that somebody else made', async () => {
    await using estate = await anEstate(aSnapshot([anEmailServer(1), anEmailServer(2)]));
    const { loadBalancer } = estate;
    const first = loadBalancer.select(email);

    loadBalancer.report(first, 'failure');

    const next = [loadBalancer.select(email), loadBalancer.select(email), loadBalancer.select(email)];
    expect(next.map(({ application }) => application)).not.toContain(first.application);
  });
});
