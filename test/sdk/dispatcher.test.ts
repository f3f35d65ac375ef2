import { fetch as undiciFetch, request } from 'undici';
import { answering, breaking, chat, email, realServers } from './real-servers.js';

describe('lb.dispatcher', () => {
  it('sends each request to the next instance, whatever origin its URL names, and says which alias answered', async () => {
    await using started = await realServers([answering('one'), answering('two')]);
    const dispatcher = started.loadBalancer.dispatcher(email);

    const answers = [];
    for (let turn = 0; turn < 2; turn += 1) {
      const { body, headers } = await request('http://anywhere.test/', { dispatcher });
      answers.push({ text: await body.text(), alias: String(headers['eservices-alias']) });
    }

    expect(answers.map(({ text }) => text).sort()).toEqual(['one', 'two']);
    const { application } = started.loadBalancer.resolve(answers[0]!.alias, email);
    expect(application).toBe(answers[0]!.text === 'one' ? 'EmailServer_1' : 'EmailServer_2');
  });

  it('serves the fetch of undici and that of Node.js', async () => {
    await using started = await realServers([answering('one')]);
    const dispatcher = started.loadBalancer.dispatcher(email);

    const ofUndici = await undiciFetch('http://anywhere.test/', { dispatcher });
    const ofNode = await fetch('http://anywhere.test/', { dispatcher } as RequestInit);

    expect([await ofUndici.text(), await ofNode.text()]).toEqual(['one', 'one']);
    expect(ofNode.headers.get('eservices-alias')).toMatch(/^[\w-]{32}$/);
  });

  it('follows an alias', async () => {
    await using started = await realServers([answering('one'), answering('two')]);
    const { alias } = started.loadBalancer.select({ ...email, exclude: ['EmailServer_1'] });
    const dispatcher = started.loadBalancer.dispatcher({ ...email, alias });

    const texts = [];
    for (let turn = 0; turn < 3; turn += 1) {
      texts.push(await (await request('http://anywhere.test/', { dispatcher })).body.text());
    }

    expect(texts).toEqual(['two', 'two', 'two']);
  });

  it('goes elsewhere when the connection is refused, and for a GET also when it broke (R33)', async () => {
    await using started = await realServers([undefined, breaking(), answering('three')]);
    const dispatcher = started.loadBalancer.dispatcher(email);

    const { body } = await request('http://anywhere.test/', { dispatcher });

    expect(await body.text()).toBe('three');
  });

  it('does not repeat a POST whose connection broke', async () => {
    let received = 0;
    const count = breaking(() => (received += 1));
    await using started = await realServers([count, count]);
    const dispatcher = started.loadBalancer.dispatcher(email);

    const sent = request('http://anywhere.test/', { dispatcher, method: 'POST', body: 'x' });

    await expect(sent).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' });
    expect(received).toBe(1);
  });

  it('does not leave the instance of a session', async () => {
    await using started = await realServers([undefined, answering('two')], { type: 'ChatServer' });
    const { alias } = started.loadBalancer.select({ ...chat, exclude: ['ChatServer_2'] });
    const dispatcher = started.loadBalancer.dispatcher({ ...chat, alias });

    await expect(request('http://anywhere.test/', { dispatcher })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('repeats no more than a fifth of the requests, and three, when everything is down (R32, F47)', async () => {
    let received = 0;
    const count = breaking(() => (received += 1));
    await using started = await realServers([count, count, count]);
    const dispatcher = started.loadBalancer.dispatcher(email);

    await Promise.allSettled(Array.from({ length: 100 }, () => request('http://anywhere.test/', { dispatcher })));

    expect(received).toBeLessThanOrEqual(100 + 20 + 3);
  });

  it('teaches the failure memory, which adaptive heeds', async () => {
    await using started = await realServers([answering('failing', 500), answering('sound')]);
    const dispatcher = started.loadBalancer.dispatcher(email);

    const texts = [];
    for (let turn = 0; turn < 5; turn += 1) {
      texts.push(await (await request('http://anywhere.test/', { dispatcher })).body.text());
    }

    expect(texts.filter((text) => text === 'failing')).toHaveLength(1);
  });

  it('says why nobody can be asked', async () => {
    await using started = await realServers([answering('one')]);
    await started.estate.report('EmailServer_1', 'stopped');

    const sent = request('http://anywhere.test/', { dispatcher: started.loadBalancer.dispatcher(email) });

    await expect(sent).rejects.toMatchObject({ code: 'NO_INSTANCE' });
  });

  it('is over when the load balancer is closed', async () => {
    await using started = await realServers([answering('one')]);
    const dispatcher = started.loadBalancer.dispatcher(email);
    await started.loadBalancer.close();

    await expect(request('http://anywhere.test/', { dispatcher })).rejects.toMatchObject({ code: 'CLOSED' });
  });
});
