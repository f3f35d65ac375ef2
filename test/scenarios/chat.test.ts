import { startEstate } from '../estate/start-estate.js';
import type { Estate } from '../estate/start-estate.js';
import { beginChat, postForm } from './chat-client.js';
import { operatorOf } from './operator.js';
import type { Operator } from './operator.js';

describe('chat through a load-balanced estate of real processes', () => {
  let estate: Estate;
  let operator: Operator;
  let web: readonly string[];
  const serverOf = (alias: string): string => operator.applicationOf(alias, 'Environment');

  beforeAll(async () => {
    estate = await startEstate();
    operator = await operatorOf(estate);
    web = estate.ready.urls.web;
  }, 90_000);
  afterAll(async () => {
    await operator[Symbol.asyncDispose]();
    await estate.stop();
  }, 30_000);

  it('goes to the Chat Servers of the tenant in turn', async () => {
    const chats = [
      await beginChat(web[0]!, 'support'),
      await beginChat(web[0]!, 'support'),
      await beginChat(web[0]!, 'support'),
    ];

    const servers = chats.map(({ created }) => serverOf(created.alias));

    expect(new Set(servers)).toEqual(new Set(['ChatServer_1', 'ChatServer_2']));
    expect(servers[0]).not.toBe(servers[1]);
    expect(servers[2]).toBe(servers[0]);
  });

  it('goes on at another web node with the alias that the first one gave', async () => {
    const chat = await beginChat(web[0]!, 'support');

    const { data: sent } = await chat.call('send', { message: 'hello', transcriptPosition: '1' }, web[1]);
    const { data: refreshed } = await chat.call('refresh', { transcriptPosition: '1' }, web[0]);

    expect(sent).toMatchObject({ statusCode: 0, alias: chat.created.alias, chatEnded: false });
    expect(refreshed.messages?.map(({ text }) => text)).toContain('hello');
  });

  it('survives a Service Unavailable server to its end, while new chats go elsewhere (LB-5)', async () => {
    const chat = await beginChat(web[0]!, 'support');
    const server = serverOf(chat.created.alias);

    await operator.act(server, 'service-unavailable');
    await operator.hasStatus(server, 'service-unavailable');
    const others = await newChats(3);
    expect(others).not.toContain(server);
    expect((await chat.call('send', { message: 'still here' })).data.statusCode).toBe(0);
    expect((await chat.call('disconnect')).data).toMatchObject({ statusCode: 0, chatEnded: true });

    await operator.act(server, 'available');
    await operator.hasStatus(server, 'running');
    expect(await newChats(2)).toContain(server);
  });

  it('survives a disabled server to its end, while new chats go elsewhere (LB-7)', async () => {
    const chat = await beginChat(web[0]!, 'support');
    const server = serverOf(chat.created.alias);
    const isState = (state: string) =>
      operator.view(() => operator.loadBalancer.configuration.application(server)?.state === state);

    await operator.act(server, 'disable');
    await isState('disabled');
    expect(await newChats(3)).not.toContain(server);
    expect((await chat.call('send', { message: 'still here' })).data.statusCode).toBe(0);

    await operator.act(server, 'enable');
    await isState('enabled');
    expect(await newChats(2)).toContain(server);
  });

  it('without session restoration is over when its server is killed, and says so plainly; the others go on, and it comes back into rotation (LB-6)', async () => {
    const isOff = { 'session-restoration': 'false' };
    for (const name of ['ChatServer_1', 'ChatServer_2', 'ChatServer_3'])
      await operator.change(name, { options: { chat: isOff } });
    await operator.view(
      () => operator.loadBalancer.configuration.options('ChatServer_3', 'chat')['session-restoration'] === 'false',
    );
    const chats = [await beginChat(web[0]!, 'support'), await beginChat(web[0]!, 'support')];
    const [lost, other] = chats as [(typeof chats)[0], (typeof chats)[0]];
    const server = serverOf(lost.created.alias);

    process.kill(estate.pidOf(server), 'SIGKILL');
    await operator.hasStatus(server, 'stopped');

    expect(await newChats(3)).not.toContain(server);
    const { status, data } = await lost.call('send', { message: 'anyone?' });
    expect(status).toBe(200);
    expect(data).toMatchObject({ statusCode: 2, chatEnded: true, errors: [{ code: 908 }] });
    expect((await other.call('send', { message: 'I am fine' })).data).toMatchObject({
      statusCode: 0,
      chatEnded: false,
    });

    await operator.act(server, 'start');
    await operator.hasStatus(server, 'running');
    expect(await newChats(2)).toContain(server);
  });

  it.each<[string, string, Record<string, string>, number]>([
    ['no tenant', 'open', {}, 901],
    ['an unknown tenant', 'open', { tenant: 'Acme' }, 902],
    ['a tenant that the web node does not list', 'open', { tenant: 'Unserved' }, 903],
    ['a tenant that contradicts the service', 'support', { tenant: 'Resources' }, 904],
    ['an unknown service', 'nothing', { tenant: 'Environment' }, 905],
  ])('refuses %s with a code of its own', async (_case, service, fields, code) => {
    const { status, data } = await postForm(`${web[0]}/genesys/2/chat/${service}`, { nickname: 'Ada', ...fields });

    expect(status).toBe(400);
    expect(data.errors?.[0]).toMatchObject({ code, advice: expect.stringMatching(/\w/) as string });
  });

  it('refuses a forged alias, and the real owner’s chat goes on', async () => {
    const chat = await beginChat(web[0]!, 'support');

    const { status, data } = await chat.call('send', { message: 'let me in', alias: 'A'.repeat(32) });

    expect(status).toBe(200);
    expect(data).toMatchObject({ statusCode: 2, chatEnded: true, errors: [{ code: 906 }] });
    expect((await chat.call('refresh')).data).toMatchObject({ statusCode: 0, chatEnded: false });
  });

  async function newChats(count: number): Promise<string[]> {
    const servers = [];
    for (let made = 0; made < count; made += 1)
      servers.push(serverOf((await beginChat(web[0]!, 'support')).created.alias));
    return servers;
  }
});
