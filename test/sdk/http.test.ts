import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { anEmailServer, anEstate, aSnapshot } from './an-estate.js';
import type { Estate } from './an-estate.js';

const email = { tenant: 'Environment', type: 'EmailServer' };

/** A real server for each handler, each an E-mail Server of the estate; `undefined` is an address where nobody listens. */
async function estateOf(...handlers: (RequestListener | undefined)[]): Promise<{ estate: Estate; servers: Server[] }> {
  const servers: Server[] = [];
  const applications = [];
  for (const [index, handler] of handlers.entries()) {
    const server = createServer(handler ?? ((_request, response) => response.end()));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    applications.push(anEmailServer(index + 1, { ports: [{ id: 'default', port, protocol: '', secure: false }] }));
    if (handler === undefined) await new Promise((resolve) => server.close(resolve));
    else servers.push(server);
  }
  return { estate: await anEstate(aSnapshot(applications)), servers };
}

async function end({ estate, servers }: { estate: Estate; servers: Server[] }): Promise<void> {
  await estate.loadBalancer.close();
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

const answering =
  (text: string): RequestListener =>
  (_request, response) =>
    void response.end(text);

describe('lb.http', () => {
  it('goes to each instance in turn, and says on the response which alias answered', async () => {
    const started = await estateOf(answering('one'), answering('two'));
    const client = started.estate.loadBalancer.http(email);

    const answers = [await client.get<string>('/'), await client.get<string>('/')];

    expect(answers.map(({ data }) => data).sort()).toEqual(['one', 'two']);
    const { alias } = answers[0]!.config;
    expect((await client.get<string>('/', { alias: alias! })).data).toBe(answers[0]!.data);
    await end(started);
  });

  it('goes elsewhere when the connection is refused, whatever the method', async () => {
    const started = await estateOf(undefined, answering('two'));
    const client = started.estate.loadBalancer.http(email);

    const answers = [await client.post<string>('/', {}), await client.post<string>('/', {})];

    expect(answers.map(({ data }) => data)).toEqual(['two', 'two']);
    await end(started);
  });

  it('does not repeat a POST whose connection broke after it was sent', async () => {
    let received = 0;
    const breaking: RequestListener = (request) => {
      received += 1;
      request.socket.destroy();
    };
    const started = await estateOf(breaking, breaking);

    await expect(started.estate.loadBalancer.http(email).post('/', {})).rejects.toMatchObject({ code: 'ECONNRESET' });

    expect(received).toBe(1);
    await end(started);
  });

  it('repeats a GET whose connection broke, at another instance, once each', async () => {
    const breaking: RequestListener = (request) => request.socket.destroy();
    const started = await estateOf(breaking, answering('two'));

    expect((await started.estate.loadBalancer.http(email).get<string>('/')).data).toBe('two');
    await end(started);
  });

  it('reports the failure itself when nobody is left to try', async () => {
    const started = await estateOf(undefined, undefined);

    await expect(started.estate.loadBalancer.http(email).get('/')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await end(started);
  });

  it('never follows an absolute URL to a stranger', async () => {
    const started = await estateOf(answering('ours'));

    const { config } = await started.estate.loadBalancer.http(email).get<string>('http://stranger.test/');

    expect(config.baseURL).toContain('127.0.0.1');
    await end(started);
  });

  it('prefers an instance without recent failures (adaptive)', async () => {
    const failing: RequestListener = (_request, response) => void response.writeHead(500).end('failing');
    const started = await estateOf(failing, answering('sound'));
    const client = started.estate.loadBalancer.http(email);
    const get = async (): Promise<string> => (await client.get<string>('/', { validateStatus: () => true })).data;

    const answers = [await get(), await get(), await get(), await get(), await get()];

    expect(answers.filter((answer) => answer === 'failing')).toHaveLength(1);
    await end(started);
  });
});
