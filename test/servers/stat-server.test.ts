import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ManualClock } from '@eservices-lb/sdk/testing';
import fc from 'fast-check';
import request from 'supertest';
import { serviceApplication } from '../../packages/servers/src/application-server/service-application.js';
import { askingChatServers, chatServersOf } from '../../packages/servers/src/stat-server/chat-servers.js';
import type { ChatServer } from '../../packages/servers/src/stat-server/chat-servers.js';
import { ChatStatistics } from '../../packages/servers/src/stat-server/chat-statistics.js';
import { ChatWatch } from '../../packages/servers/src/stat-server/chat-watch.js';
import type { ObservedChat } from '../../packages/servers/src/stat-server/observed-chat.js';
import { statisticsRoutes } from '../../packages/servers/src/stat-server/statistics-routes.js';
import { aRegistration, authorization, serviceSecret, silentLog } from './application-surroundings.js';

const waiting = (chatId: string, startedUtc: number): ObservedChat => ({ chatId, state: 'waiting', startedUtc });
const active = (chatId: string, startedUtc: number): ObservedChat => ({ chatId, state: 'active', startedUtc });

describe('the statistics of a queue', () => {
  const second = 1_000;

  it('put the chats of all Chat Servers into one queue, by age', () => {
    const statistics = new ChatStatistics(() => 60 * second);
    statistics.observe('ChatServer_1', [waiting('second', 20), active('served', 5)], 100);
    statistics.observe('ChatServer_2', [waiting('third', 30), waiting('first', 10)], 100);

    const { waiting: queue, active: count } = statistics.at(100);

    expect(queue.map(({ chatId }) => chatId)).toEqual(['first', 'second', 'third']);
    expect(queue.map(({ estimatedWaitSeconds }) => estimatedWaitSeconds)).toEqual([20, 40, 60]);
    expect(count).toBe(1);
  });

  it('say what is assumed until somebody has been seen waiting, and then what was seen', () => {
    const statistics = new ChatStatistics(() => 60 * second);
    statistics.observe('ChatServer_1', [waiting('a', 0)], 10 * second);
    expect(statistics.at(10 * second).estimatedWaitSeconds).toBe(60);

    statistics.observe('ChatServer_1', [active('a', 0)], 14 * second);

    // Somewhere between 10 and 14 s the agent came.
    expect(statistics.at(14 * second).estimatedWaitSeconds).toBe(12);
    statistics.observe('ChatServer_1', [active('a', 0), active('b', 15 * second)], 17 * second);
    // b began at 15 s, after the last look, and waited between 0 and 2 s.
    expect(statistics.at(17 * second).estimatedWaitSeconds).toBe(Math.round(12 + 0.2 * (1 - 12)));
  });

  it('count the first agent of a chat, once: neither a second one, nor one who was there before we looked', () => {
    const statistics = new ChatStatistics(() => 60 * second);
    statistics.observe('ChatServer_1', [active('old', 0)], 500 * second);
    expect(statistics.at(500 * second).estimatedWaitSeconds).toBe(60);

    statistics.observe('ChatServer_1', [waiting('old', 0)], 501 * second);
    statistics.observe('ChatServer_1', [active('old', 0)], 502 * second);

    expect(statistics.at(502 * second).estimatedWaitSeconds).toBe(60);
  });

  it('count a chat that is restored elsewhere once', () => {
    const statistics = new ChatStatistics(() => 60 * second);
    statistics.observe('ChatServer_1', [waiting('a', 0)], 1 * second);
    statistics.observe('ChatServer_2', [waiting('a', 0)], 2 * second);
    expect(statistics.at(2 * second).waiting).toHaveLength(1);

    statistics.observe('ChatServer_2', [active('a', 0)], 4 * second);

    expect(statistics.at(4 * second)).toMatchObject({ waiting: [], active: 1, estimatedWaitSeconds: 3 });
  });

  it('forget what a Chat Server said that has been silent for 10 s', () => {
    const statistics = new ChatStatistics(() => 60 * second);
    statistics.observe('ChatServer_1', [waiting('a', 0)], 1 * second);

    expect(statistics.at(11 * second).waiting).toHaveLength(1);
    expect(statistics.at(11 * second + 1).waiting).toHaveLength(0);
  });

  it('never promise less to who comes later, nor more to a waiting one than to a newcomer (property)', () => {
    const chats = fc.uniqueArray(
      fc.record({
        chatId: fc.string({ minLength: 1, maxLength: 4 }),
        startedUtc: fc.nat(1_000),
        isActive: fc.boolean(),
      }),
      { selector: ({ chatId }) => chatId, maxLength: 30 },
    );
    fc.assert(
      fc.property(fc.array(chats, { minLength: 1, maxLength: 6 }), (looks) => {
        const statistics = new ChatStatistics(() => 60 * second);
        looks.forEach((look, index) => {
          const now = 1_000 * (index + 1);
          const seen = look.map(({ isActive, ...chat }) => (isActive ? active : waiting)(chat.chatId, chat.startedUtc));
          statistics.observe('ChatServer_1', seen, now);
          const { waiting: queue, active: count, estimatedWaitSeconds } = statistics.at(now);
          const waits = queue.map((one) => one.estimatedWaitSeconds);
          expect(queue.length + count).toBe(look.length);
          expect(waits).toEqual([...waits].sort((a, b) => a - b));
          expect(Math.max(0, ...waits)).toBeLessThanOrEqual(estimatedWaitSeconds);
        });
      }),
    );
  });
});

describe('Stat Server', () => {
  const servers: readonly [ChatServer, ChatServer] = [
    { application: 'ChatServer_1', url: 'http://one' },
    { application: 'ChatServer_2', url: 'http://two' },
  ];
  let clock: ManualClock;
  let asked: string[];
  let watch: ChatWatch;
  const figures = () =>
    request(
      serviceApplication(statisticsRoutes({ watch, tenants: () => ['Environment'] }), {
        ...{ serviceSecret, isBackup: () => false, log: silentLog },
      }),
    )
      .get('/statistics/chat')
      .set('authorization', authorization);

  beforeEach(() => {
    clock = new ManualClock();
    asked = [];
    watch = new ChatWatch({
      ...{ clock, chatServers: () => servers, tenants: () => ['Environment'], assumedWaitMs: () => 60_000 },
      ask: ({ application }, tenant) => {
        asked.push(`${application} ${tenant}`);
        if (application === 'ChatServer_2') return Promise.reject(new Error('nobody there'));
        return Promise.resolve([waiting('a', clock.wallClock())]);
      },
    });
  });
  afterEach(() => {
    watch.close();
  });

  it('asks the Chat Servers at most once a second, however many ask it, and tells what the others say where one is silent', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => figures().query({ tenant: 'Environment' })));

    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(answers[0]?.body).toMatchObject({ waiting: [{ chatId: 'a' }], active: 0, estimatedWaitSeconds: 60 });
    expect(asked).toEqual(['ChatServer_1 Environment', 'ChatServer_2 Environment']);
    clock.advance(999);
    await figures().query({ tenant: 'Environment' });
    expect(asked).toHaveLength(2);
    clock.advance(1);
    await figures().query({ tenant: 'Environment' });
    expect(asked).toHaveLength(4);
  });

  it('looks every five seconds where nobody asks', () => {
    watch.start();
    clock.advance(5_000);
    clock.advance(5_000);

    expect(asked).toHaveLength(6);
  });

  it.each([
    ['no tenant (MT-1)', {}, 400, 'INVALID_FIELD'],
    ['a tenant not its own', { tenant: 'Resources' }, 403, 'TENANT_NOT_SERVED'],
  ])('refuses %s', async (_case, query, status, code) => {
    expect(await figures().query(query)).toMatchObject({ status, body: { error: { code } } });
  });

  it('asks the Chat Servers among its Connections, with the service secret, for one tenant', async () => {
    const heard: unknown[] = [];
    const server = createServer(({ url, headers }, response) => {
      heard.push([url, headers.authorization]);
      response.end(JSON.stringify({ sessions: [{ ...active('a', 1), nickname: 'Ada' }] }));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const address = { host: '127.0.0.1', port, secure: false };
    const [chatServer = servers[0], ...others] = chatServersOf(
      aRegistration({}, [
        { application: 'ChatServer_1', type: 'ChatServer', ...address },
        { application: 'DatabaseServer', type: 'DBServer', ...address },
      ]),
    );
    const ask = askingChatServers(serviceSecret);

    expect(await ask(chatServer, 'A & B')).toEqual([active('a', 1)]);

    expect(others).toEqual([]);
    expect(heard).toEqual([['/sessions?tenant=A%20%26%20B', authorization]]);
    server.closeAllConnections();
    server.close();
    await expect(ask(chatServer, 'Environment')).rejects.toThrow();
  });
});
