import { fetch as undiciFetch, request } from 'undici';
import type { RequestListener } from 'node:http';
import { answering, anEstateOfServers, breaking, chat, email } from './an-estate-of-servers.js';
import type { EstateOfServers } from './an-estate-of-servers.js';

const failing: RequestListener = (_request, response) => void response.writeHead(500).end('failing');

describe('lb.dispatcher', () => {
  let started: EstateOfServers;

  afterEach(() => started.end());

  it('sends each request to the next instance, whatever origin its URL names, and says which alias answered', async () => {
    started = await anEstateOfServers([answering('one'), answering('two')]);
    const dispatcher = started.estate.loadBalancer.dispatcher(email);

    const answers = [];
    for (let turn = 0; turn < 2; turn += 1) {
      const { body, headers } = await request('http://anywhere.test/', { dispatcher });
      answers.push({ text: await body.text(), alias: String(headers['x-eservices-alias']) });
    }

    expect(answers.map(({ text }) => text).sort()).toEqual(['one', 'two']);
    const { application } = started.estate.loadBalancer.resolve(answers[0]!.alias, email);
    expect(application).toBe(answers[0]!.text === 'one' ? 'EmailServer_1' : 'EmailServer_2');
  });

  it('serves the fetch of undici and that of Node.js', async () => {
    started = await anEstateOfServers([answering('one')]);
    const dispatcher = started.estate.loadBalancer.dispatcher(email);

    const ofUndici = await undiciFetch('http://anywhere.test/', { dispatcher });
    const ofNode = await fetch('http://anywhere.test/', { dispatcher } as RequestInit);

    expect([await ofUndici.text(), await ofNode.text()]).toEqual(['one', 'one']);
    expect(ofNode.headers.get('x-eservices-alias')).toMatch(/^[\w-]{32}$/);
  });

  it('follows an alias', async () => {
    started = await anEstateOfServers([answering('one'), answering('two')]);
    const { alias } = started.estate.loadBalancer.select({ ...email, exclude: ['EmailServer_1'] });
    const dispatcher = started.estate.loadBalancer.dispatcher(email, { alias });

    const texts = [];
    for (let turn = 0; turn < 3; turn += 1) {
      texts.push(await (await request('http://anywhere.test/', { dispatcher })).body.text());
    }

    expect(texts).toEqual(['two', 'two', 'two']);
  });

  it('goes elsewhere when the connection is refused, and for a GET also when it broke (R33)', async () => {
    started = await anEstateOfServers([undefined, breaking, answering('three')]);
    const dispatcher = started.estate.loadBalancer.dispatcher(email);

    const { body } = await request('http://anywhere.test/', { dispatcher });

    expect(await body.text()).toBe('three');
  });

  it('does not repeat a POST whose connection broke', async () => {
    started = await anEstateOfServers([breaking, breaking]);
    const dispatcher = started.estate.loadBalancer.dispatcher(email);

    const sent = request('http://anywhere.test/', { dispatcher, method: 'POST', body: 'x' });

    await expect(sent).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' });
    expect(started.received).toEqual([1, 0]);
  });

  it('does not leave the instance of a session', async () => {
    started = await anEstateOfServers([undefined, answering('two')], { type: 'ChatServer' });
    const { alias } = started.estate.loadBalancer.select({ ...chat, exclude: ['ChatServer_2'] });
    const dispatcher = started.estate.loadBalancer.dispatcher(chat, { alias });

    await expect(request('http://anywhere.test/', { dispatcher })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('repeats no more than a fifth of the requests, and three, when everything is down (R32, F47)', async () => {
    started = await anEstateOfServers([breaking, breaking, breaking]);
    const dispatcher = started.estate.loadBalancer.dispatcher(email);

    await Promise.allSettled(Array.from({ length: 100 }, () => request('http://anywhere.test/', { dispatcher })));

    const received = started.received.reduce((sum, count) => sum + count, 0);
    expect(received).toBeLessThanOrEqual(100 + 20 + 3);
  });

  it('teaches the failure memory, which adaptive heeds', async () => {
    started = await anEstateOfServers([failing, answering('sound')]);
    const dispatcher = started.estate.loadBalancer.dispatcher(email);

    const texts = [];
    for (let turn = 0; turn < 5; turn += 1) {
      texts.push(await (await request('http://anywhere.test/', { dispatcher })).body.text());
    }

    expect(texts.filter((text) => text === 'failing')).toHaveLength(1);
  });

  it('says why nobody can be asked', async () => {
    started = await anEstateOfServers([answering('one')]);
    await started.estate.report('EmailServer_1', 'stopped');

    const sent = request('http://anywhere.test/', { dispatcher: started.estate.loadBalancer.dispatcher(email) });

    await expect(sent).rejects.toMatchObject({ code: 'NO_INSTANCE' });
  });

  it('is over when the load balancer is closed', async () => {
    started = await anEstateOfServers([answering('one')]);
    const dispatcher = started.estate.loadBalancer.dispatcher(email);
    await started.estate.loadBalancer.close();

    await expect(request('http://anywhere.test/', { dispatcher })).rejects.toMatchObject({ code: 'CLOSED' });
  });
});
