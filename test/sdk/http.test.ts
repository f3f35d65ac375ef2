import type { RequestListener } from 'node:http';
import { email, answering, anEstateOfServers, breaking } from './an-estate-of-servers.js';

const strangers = ['http://stranger.test/', '//stranger.test/', '\\\\stranger.test/', 'https:\\\\stranger.test'];

describe('lb.http', () => {
  it('goes to each instance in turn, and says on the response which alias answered', async () => {
    const servers = await anEstateOfServers([answering('one'), answering('two')]);
    const client = servers.estate.loadBalancer.http(email);

    const answers = [await client.get<string>('/'), await client.get<string>('/')];

    expect(answers.map(({ data }) => data).sort()).toEqual(['one', 'two']);
    const { alias } = answers[0]!.config;
    expect((await client.get<string>('/', { alias: alias! })).data).toBe(answers[0]!.data);
    await servers.end();
  });

  it('goes elsewhere when the connection is refused, whatever the method', async () => {
    const servers = await anEstateOfServers([undefined, answering('two')]);
    const client = servers.estate.loadBalancer.http(email);

    const answers = [await client.post<string>('/', {}), await client.post<string>('/', {})];

    expect(answers.map(({ data }) => data)).toEqual(['two', 'two']);
    await servers.end();
  });

  it('does not repeat a POST whose connection broke after it was sent', async () => {
    const servers = await anEstateOfServers([breaking, breaking]);
    const client = servers.estate.loadBalancer.http(email);

    await expect(client.post('/', {})).rejects.toMatchObject({ code: 'ECONNRESET' });

    expect(servers.received).toEqual([1, 0]);
    await servers.end();
  });

  it('repeats a GET whose connection broke, at another instance, once each', async () => {
    const servers = await anEstateOfServers([breaking, answering('two')]);

    expect((await servers.estate.loadBalancer.http(email).get<string>('/')).data).toBe('two');

    expect(servers.received).toEqual([1, 1]);
    await servers.end();
  });

  it('reports the failure itself when nobody is left to try, with the alias of the last one', async () => {
    const servers = await anEstateOfServers([undefined, undefined]);
    const { loadBalancer } = servers.estate;

    const failure: unknown = await loadBalancer
      .http(email)
      .get('/')
      .catch((error: unknown) => error);

    const { alias } = loadBalancer.select({ ...email, exclude: ['EmailServer_1'] });
    expect(failure).toMatchObject({ code: 'ECONNREFUSED', config: { alias } });
    await servers.end();
  });

  it.each(strangers)('refuses %s: a request never leaves for another host', async (url) => {
    const servers = await anEstateOfServers([answering('ours')]);

    await expect(servers.estate.loadBalancer.http(email).get(url)).rejects.toMatchObject({ code: 'ERR_INVALID_URL' });

    expect(servers.received).toEqual([0]);
    await servers.end();
  });

  it('returns an answer of 503 with Retry-After, and does not try elsewhere: an answer is an answer', async () => {
    const busy: RequestListener = (_request, response) => void response.writeHead(503, { 'retry-after': '1' }).end();
    const servers = await anEstateOfServers([busy, answering('two')]);

    const answer = servers.estate.loadBalancer.http(email).get('/');

    await expect(answer).rejects.toMatchObject({ code: 'ERR_BAD_RESPONSE', response: { status: 503 } });
    expect(servers.received).toEqual([1, 0]);
    await servers.end();
  });

  it('prefers an instance without recent failures (adaptive)', async () => {
    const failing: RequestListener = (_request, response) => void response.writeHead(500).end('failing');
    const servers = await anEstateOfServers([failing, answering('sound')]);
    const client = servers.estate.loadBalancer.http(email);
    const get = async (): Promise<string> => (await client.get<string>('/', { validateStatus: () => true })).data;

    const answers = [await get(), await get(), await get(), await get(), await get()];

    expect(answers.filter((answer) => answer === 'failing')).toHaveLength(1);
    await servers.end();
  });
});
