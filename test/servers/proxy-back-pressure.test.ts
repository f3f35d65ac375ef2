import { eventually } from '../estate/eventually.js';
import { ProxyUnderTest } from './a-proxy.js';

describe('a proxy, asked for more than it can give', () => {
  let proxy: ProxyUnderTest;

  beforeEach(async () => {
    proxy = await ProxyUnderTest.start();
  });
  afterEach(() => proxy.stop());

  it('lets a greedy desktop wait, and answers everybody else in turn (10,000 requests at once)', async () => {
    proxy.server.answersItself = false;
    const [greedy, modest] = [await proxy.desktop(), await proxy.desktop()];
    for (let n = 0; n < 10_000; n += 1) greedy.ask(n);
    await proxy.asked(4);
    modest.ask('modest', { n: 1 });
    await proxy.asked(5);

    expect(proxy.server.asked).toHaveLength(5); // 4 of the greedy one, and no more of it before these are answered
    expect(proxy.server.asked.at(-1)?.params.n).toBe(1);
    expect(proxy.forwarding.waiting).toBeLessThan(2_000);

    proxy.server.answersItself = true;
    for (const one of proxy.server.asked) one.answer({});
    await modest.answerTo('modest');
    await eventually('every answer', () => (greedy.said.length === 10_000 ? true : undefined), { withinMs: 25_000 });
    expect(new Set(greedy.said.map(({ id }) => id)).size).toBe(10_000);
  });

  it('cuts a desktop that does not read, says why, and nobody else waits for it', async () => {
    const [slow, quick] = [await proxy.desktop(), await proxy.desktop()];
    slow.socket.pause();
    for (let n = 0; n < 30; n += 1) slow.ask(n, { long: 'x'.repeat(900_000) });
    await proxy.asked(4);
    await eventually('it to be cut off', () => {
      quick.ask('I am here');
      proxy.advance(1_000);
      return proxy.warnings.length > 0 ? true : undefined;
    });
    const all = await Promise.all(Array.from({ length: 100 }, (_, n) => quick.answered(n)));
    slow.socket.resume();

    expect(all).toHaveLength(100);
    expect(await slow.isClosed()).toMatchObject({
      code: 1008,
      reason: expect.stringContaining('SLOW_CLIENT') as string,
    });
    expect(proxy.warnings).toMatchObject([{ reason: 'SLOW_CLIENT' }]);
    expect(slow.said.length).toBeLessThan(30);
    expect(quick.closed).toBeUndefined();
  });

  it('asks nothing more for a desktop that does not read, and goes on when it does', async () => {
    proxy.server.answersWith = { long: 'x'.repeat(900_000) };
    const one = await proxy.desktop();
    one.socket.pause();
    for (let n = 0; n < 40; n += 1) one.ask(n);
    let before = -1;
    await eventually('it to come to a stop', () => {
      const isStill = before === proxy.server.asked.length;
      before = proxy.server.asked.length;
      return isStill && before > 0 ? true : undefined;
    });
    expect(proxy.server.asked.length).toBeLessThan(40);

    one.socket.resume();
    await eventually('every answer', () => (one.said.length === 40 ? true : undefined));
    expect(one.said.filter(({ error }) => error !== undefined)).toEqual([]);
    expect(proxy.warnings).toEqual([]);
  });

  it('ends the connection of who is silent and reads nothing', async () => {
    const [silent, other] = [await proxy.desktop(), await proxy.desktop()];
    silent.socket.pause();
    await eventually('its end', () => {
      other.ask('I am here');
      proxy.advance(1_000);
      return proxy.door.clients === 1 ? true : undefined;
    });

    expect((await other.answered(1)).result).toBeDefined();
  });

  it('forgets the requests of a desktop that goes', async () => {
    proxy.server.answersItself = false;
    const one = await proxy.desktop();
    for (let n = 0; n < 20; n += 1) one.ask(n);
    await proxy.asked(4);
    one.socket.terminate();
    await eventually('it to be gone', () => (proxy.door.clients === 0 ? true : undefined));

    expect(proxy.forwarding.waiting).toBe(0);
    for (const request of proxy.server.asked) request.answer({});
    await eventually('nothing to be in progress', () => (proxy.forwarding.inProgress === 0 ? true : undefined));
    expect(proxy.server.asked).toHaveLength(4);
  });
});
