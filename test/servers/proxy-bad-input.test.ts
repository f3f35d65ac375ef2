import { connect as connectTcp } from 'node:net';
import { once } from 'node:events';
import axios from 'axios';
import { eventually } from '../estate/eventually.js';
import { ProxyUnderTest } from './a-proxy.js';

describe('a proxy, spoken to wrongly', () => {
  let proxy: ProxyUnderTest;

  beforeEach(async () => {
    proxy = await ProxyUnderTest.start();
  });
  afterEach(() => proxy.stop());

  it.each(['router.hello', 'agent.reserve', 'esp.request', '__proto__'])(
    'lets no desktop ask for %s, and the server never hears of it',
    async (method) => {
      const one = await proxy.desktop();

      expect((await one.answered(1, {}, method)).error?.data).toMatchObject({ code: 'METHOD_NOT_PASSED' });
      await one.answered(2);
      expect(proxy.server.asked.map((request) => request.method)).toEqual(['interaction.list']);
    },
  );

  it.each([
    ['no JSON', 'GET / HTTP/1.1', 1007],
    ['a binary frame', Buffer.from('{}'), 1003],
    ['a message of more than a megabyte', `"${'x'.repeat(1_100_000)}"`, 1009],
  ])('ends the connection of who sends %s, and of nobody else', async (_case, message, code) => {
    const [bad, good] = [await proxy.desktop(), await proxy.desktop()];
    bad.socket.send(message);

    expect(await bad.isClosed()).toMatchObject({ code });
    expect((await good.answered(1)).result).toBeDefined();
  });

  it('answers lists that are nested half a million deep', async () => {
    const one = await proxy.desktop();
    const deep = '['.repeat(500_000) + ']'.repeat(500_000);
    one.send(`{"jsonrpc":"2.0","id":1,"method":"interaction.list","params":{"a":${deep}}}`);

    expect((await one.answerTo(1)).error?.data).toMatchObject({ code: 'INVALID_PARAMS' });
    expect((await one.answered(2)).result).toBeDefined();
  });

  it('passes keys of prototypes as what they are: keys', async () => {
    const one = await proxy.desktop();
    one.send(
      '{"jsonrpc":"2.0","id":1,"method":"interaction.list","params":{"__proto__":{"isAdmin":true},"constructor":1}}',
    );

    expect(JSON.stringify((await one.answerTo(1)).result)).toBe(
      '{"echo":{"__proto__":{"isAdmin":true},"constructor":1}}',
    );
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it('keeps no connection of who was refused, though he does not end it', async () => {
    const socket = connectTcp({ port: Number(new URL(proxy.url).port), host: '127.0.0.1', allowHalfOpen: true });
    socket.write(
      'GET / HTTP/1.1\r\nHost: proxy\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nAuthorization: Bearer guessed\r\n\r\n',
    );
    const [said] = (await once(socket, 'data')) as [Buffer];
    expect(said.toString()).toMatch(/^HTTP\/1.1 401 /);

    try {
      await eventually('its end', async () => ((await proxy.openConnections()) === 0 ? true : undefined));
    } finally {
      socket.destroy();
    }
  });

  it('tells who speaks HTTP what it speaks, and drops who speaks neither', async () => {
    const answer = await axios.get<unknown>(proxy.url.replace('ws:', 'http:'), { validateStatus: () => true });
    expect(answer).toMatchObject({ status: 426, data: { error: { code: 'UPGRADE_REQUIRED' } } });

    const socket = connectTcp(Number(new URL(proxy.url).port), '127.0.0.1');
    socket.write('\x16\x03\x01 EHLO\r\n\r\n');
    const [data] = (await once(socket, 'data')) as [Buffer];
    expect(data.toString()).toContain('400');
    expect((await (await proxy.desktop()).answered(1)).result).toBeDefined();
  });
});
