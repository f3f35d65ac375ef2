import { RequestError } from '../../packages/servers/src/application-server/request-error.js';
import { eventually } from '../estate/eventually.js';
import type { Desktop } from './a-desktop.js';
import { ProxyUnderTest } from './a-proxy.js';

describe('a proxy', () => {
  let proxy: ProxyUnderTest;

  beforeEach(async () => {
    proxy = await ProxyUnderTest.start();
  });
  afterEach(() => proxy.stop());

  it('keeps one connection to the server, however many desktops there are (PX-1)', async () => {
    const all = await Promise.all(Array.from({ length: 50 }, () => proxy.desktop()));

    const answers = await Promise.all(all.map((one, n) => one.answered(1, { n })));

    expect(answers).toEqual(
      all.map((_, n) => ({ jsonrpc: '2.0', id: 1, result: { echo: { tenant: 'Environment', n } } })),
    );
    expect(proxy.server.connections).toBe(1);
    expect(proxy.door.clients).toBe(50);
  });

  it('answers every request under the id of its client, whatever kind of id, and the same id twice', async () => {
    const [one, other] = [await proxy.desktop(), await proxy.desktop()];
    for (const [n, id] of [7, '7', null, 'x'.repeat(255), -0.5].entries()) one.ask(id, { n });
    for (const n of [10, 11]) other.ask(7, { n });
    one.send({ jsonrpc: '2.0', method: 'interaction.submit', params: { tenant: 'Environment', n: 20 } });

    await proxy.asked(8);
    await eventually('all answers', () => (one.said.length === 5 && other.said.length === 2 ? true : undefined));
    const echoed = ({ said }: Desktop): readonly unknown[] =>
      said.map(({ id, result }) => [id, (result as { echo: { n: number } }).echo.n]);
    expect(echoed(one)).toEqual([[7, 0], ['7', 1], [null, 2], ['x'.repeat(255), 3], [-0.5, 4]]); // prettier-ignore
    expect(echoed(other)).toEqual([[7, 10], [7, 11]]); // prettier-ignore
    expect(proxy.server.asked.map(({ params }) => params.n)).toContain(20);
  });

  it('hands on what the server says no to, word by word', async () => {
    proxy.server.answersItself = false;
    const one = await proxy.desktop();
    one.ask(1);
    await proxy.asked(1);
    proxy.server.asked[0]!.refuse(new RequestError(409, 'TAKEN', 'It is taken.', 'name'));

    expect((await one.answerTo(1)).error).toEqual({
      ...{ code: -32_000, message: 'It is taken.', data: { code: 'TAKEN', status: 409, field: 'name' } },
    });
  });

  it('serves its own tenant only (MT-2)', async () => {
    const one = await proxy.desktop();

    expect((await one.answered(1, { tenant: 'Resources' })).error?.data).toMatchObject({ code: 'TENANT_NOT_SERVED' });
    expect((await one.answered(2, { tenant: 17 })).result).toEqual({ echo: { tenant: 17 } });
  });

  it('is refused without the service secret, and while the proxy is a backup (BK-4)', async () => {
    await expect(proxy.desktop('guess')).rejects.toThrow('401');
    proxy.isServing = false;
    await expect(proxy.desktop()).rejects.toThrow('503');
  });

  it('lets desktops go when it stops gracefully, each after its last answer', async () => {
    proxy.server.answersItself = false;
    const [busy, idle] = [await proxy.desktop(), await proxy.desktop()];
    busy.ask(1);
    await proxy.asked(1);
    const isEmpty = proxy.door.empty();

    expect(await idle.isClosed()).toMatchObject({ code: 1001 });
    await expect(proxy.desktop()).rejects.toThrow('503');
    expect(busy.closed).toBeUndefined();
    proxy.server.asked[0]!.answer({ done: true });
    expect((await busy.answerTo(1)).result).toEqual({ done: true });
    await isEmpty;
    expect(await busy.isClosed()).toMatchObject({ code: 1001 });
  });
});
