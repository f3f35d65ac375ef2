import { eventually } from '../estate/eventually.js';
import { RequestError } from '../../packages/servers/src/application-server/request-error.js';
import { ProxyUpstream } from '../../packages/servers/src/proxy/proxy-upstream.js';
import type { ProxyUpstreamOptions } from '../../packages/servers/src/proxy/proxy-upstream.js';
import { aRegistration } from './application-surroundings.js';
import { ProxyUnderTest } from './a-proxy.js';
import { ServerBehindAProxy } from './a-server-behind-a-proxy.js';

describe('a proxy whose server is lost', () => {
  let proxy: ProxyUnderTest;

  beforeEach(async () => {
    proxy = await ProxyUnderTest.start();
  });
  afterEach(() => proxy.stop());

  it('sends again what may be repeated, and says of the rest that nobody knows, when the server is lost', async () => {
    proxy.server.answersItself = false;
    const one = await proxy.desktop();
    one.ask('list', { n: 1 });
    one.ask('state', { n: 2 }, 'interaction.state');
    await proxy.asked(2);
    await proxy.server.kill();

    expect((await one.answerTo('state')).error?.data).toEqual({
      code: 'UPSTREAM_LOST',
      status: 503,
      isRetryable: true,
    });
    proxy.server = await new ServerBehindAProxy().listen();
    proxy.switchTo(proxy.server.service);
    expect((await one.answerTo('list')).result).toMatchObject({ echo: { n: 1 } });
    expect((await one.answered('next')).result).toBeDefined();
    expect(one.said).toHaveLength(3);
  });

  it('follows a switchover while both servers live, and no desktop notices (BK-1)', async () => {
    proxy.server.answersItself = false;
    const former = proxy.server;
    const one = await proxy.desktop();
    one.ask(1, { n: 1 });
    await proxy.asked(1);
    proxy.server = await new ServerBehindAProxy().listen();
    proxy.switchTo(proxy.server.service);

    expect((await one.answerTo(1)).result).toMatchObject({ echo: { n: 1 } });
    await eventually('the former connection to end', () => (former.connections === 0 ? true : undefined));
    expect(proxy.server.connections).toBe(1);
    await former.kill();
  });

  it('asks again while its server is only becoming primary, and gives its word on when that takes too long', async () => {
    proxy.server.answersItself = false;
    const notYet = new RequestError(503, 'DATABASE_UNAVAILABLE', 'This server is only becoming primary.');
    const one = await proxy.desktop();
    one.ask('list', { n: 1 });
    one.ask('state', { n: 2 }, 'interaction.state');
    await proxy.asked(2);
    for (const asked of proxy.server.asked) asked.refuse(notYet);
    expect((await one.answerTo('state')).error?.data).toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    await proxy.asked(3);
    proxy.server.asked[2]!.answer({ ready: true });
    expect((await one.answerTo('list')).result).toEqual({ ready: true });

    one.ask('too long');
    await proxy.asked(4);
    proxy.advance(10_001);
    proxy.server.asked[3]!.refuse(notYet);
    expect((await one.answerTo('too long')).error).toMatchObject({ message: 'This server is only becoming primary.' });
  });

  it('gives up on a request with which every server is lost', async () => {
    proxy.server.answersItself = false;
    const one = await proxy.desktop();
    one.ask('poison');
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await proxy.asked(1);
      await proxy.server.kill();
      proxy.server = await new ServerBehindAProxy().listen();
      proxy.server.answersItself = false;
      proxy.switchTo(proxy.server.service);
    }

    expect((await one.answerTo('poison')).error?.data).toMatchObject({ code: 'UPSTREAM_LOST', isRetryable: true });
    expect(proxy.server.asked).toHaveLength(0);
  });

  it('holds requests while there is no server, and answers those that have waited too long', async () => {
    await proxy.server.kill();
    proxy.switchTo(undefined);
    await eventually('the loss', () => (proxy.upstream.isConnected ? undefined : true));
    const one = await proxy.desktop();
    one.ask('early');
    await eventually('the first to wait', () => (proxy.forwarding.waiting === 1 ? true : undefined));
    proxy.advance(10_001);
    expect((await one.answerTo('early')).error?.data).toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
      isRetryable: true,
    });

    one.ask('late', { n: 5 });
    await eventually('the second to wait', () => (proxy.forwarding.waiting === 1 ? true : undefined));
    proxy.server = await new ServerBehindAProxy().listen();
    proxy.switchTo(proxy.server.service);
    expect((await one.answerTo('late')).result).toMatchObject({ echo: { n: 5 } });
  });

  it('goes to a server of the other application type when its Connections say so (MT-6)', async () => {
    const one = await proxy.desktop();
    proxy.connectTo('TServer');

    expect((await one.answered(1)).result).toBeDefined();
    expect(proxy.lookedFor.at(-1)).toEqual({ tenant: 'Environment', type: 'TServer' });
    await eventually('one connection', () => (proxy.server.connections === 1 ? true : undefined));
  });

  it('stays with its server when its Connections name none any more, and does not start without one', async () => {
    const one = await proxy.desktop();
    proxy.connectTo();

    expect((await one.answered(1)).result).toBeDefined();
    expect(proxy.warnings).toMatchObject([{ msg: 'the proxy stays with the server that it has' }]);
    const parts = { serverTypes: ['InteractionServer'], registration: () => aRegistration({}) };
    expect(() => new ProxyUpstream({ ...({} as ProxyUpstreamOptions), ...parts })).toThrow(
      'Server_1 has no connection to a server of type InteractionServer: add one to its Connections (PX-1).',
    );
  });
});
