import { systemClock } from '@eservices-lb/sdk';
import fc from 'fast-check';
import { Pool } from 'pg';
import request from 'supertest';
import { fileSchema } from '../../packages/servers/src/chat-server/chat-files/file-store.js';
import { chatSchema } from '../../packages/servers/src/chat-server/chat-schema.js';
import { storableText } from '../../packages/servers/src/database/storable-json.js';
import { createSchema } from '../../packages/servers/src/database/create-schema.js';
import { eventually } from '../estate/eventually.js';
import { freePortBase } from '../estate/free-port-base.js';
import { ABreakableRoute } from './a-breakable-route.js';
import { aChatServer } from './a-chat-server.js';
import type { AChatServer } from './a-chat-server.js';
import { authorization } from './application-surroundings.js';
import { startDatabaseProcess } from './database-process.js';

interface Message {
  readonly index: number;
  readonly type: string;
  readonly text?: string;
}

interface Reply {
  readonly chatId: string;
  readonly userId: string;
  readonly secureKey: string;
  readonly statusCode: number;
  readonly chatEnded: boolean;
  readonly messages: readonly Message[];
  readonly userData?: Record<string, string>;
  readonly alias: string;
  readonly isRestored: boolean;
  readonly error?: { readonly code: string };
}

interface Answer {
  readonly status: number;
  readonly body: Reply;
}

const tenant = 'Environment';

describe('chats in the database', () => {
  let database: { stop(): Promise<void> };
  let route: ABreakableRoute;
  let pool: Pool;
  const servers: AChatServer[] = [];

  beforeAll(async () => {
    const port = await freePortBase();
    database = await startDatabaseProcess(port);
    route = new ABreakableRoute(port + 1, port);
    await route.mend();
    pool = new Pool({ host: '127.0.0.1', port: port + 1, user: 'postgres', database: 'postgres', max: 4 });
    pool.on('error', () => undefined);
    const statements = [...chatSchema, ...fileSchema];
    await createSchema(pool, { statements, clock: systemClock, onWait: () => undefined });
  }, 90_000);
  afterAll(async () => {
    await pool.end();
    await route.cut();
    await database.stop();
  });
  afterEach(async () => {
    await route.mend();
    for (const { sessions, clock } of servers.splice(0)) {
      const closing = sessions.close();
      clock.advance(2_000);
      await closing;
    }
  });

  const aServer = (through = pool): AChatServer => {
    const server = aChatServer(through);
    servers.push(server);
    return server;
  };
  async function post({ app }: AChatServer, path: string, body: object): Promise<Answer> {
    const { status, body: answer } = await request(app).post(path).set('authorization', authorization).send(body);
    return { status, body: answer as Reply };
  }
  const begin = async (server: AChatServer, fields: object = {}): Promise<Reply> =>
    (await post(server, '/sessions', { tenant, service: 'support', nickname: 'Ada', alias: 'a1', ...fields })).body;
  const call = (server: AChatServer, { chatId, userId, secureKey }: Reply, action: string, fields: object = {}) =>
    post(server, `/sessions/${chatId}/${action}`, { tenant, userId, secureKey, ...fields });
  const restore = (server: AChatServer, chatId: string, alias: string, lost = ['a1']): Promise<Answer> =>
    post(server, `/sessions/${chatId}/restore`, { tenant, alias, lost });
  const transcript = async (server: AChatServer, chat: Reply): Promise<readonly Message[]> =>
    (await call(server, chat, 'refresh', { transcriptPosition: 1 })).body.messages;
  const textsOf = (messages: readonly Message[]) =>
    messages.filter(({ type }) => type === 'Message').map(({ text }) => text);
  const stored = async ({ chatId }: Reply): Promise<string[]> => {
    const wish = `SELECT text FROM chat_message WHERE chat_id = $1 AND type = 'Message' ORDER BY message_index`;
    return (await pool.query<{ text: string }>(wish, [chatId])).rows.map(({ text }) => text);
  };

  /** What was said is in the chat, and on its way to the database. */
  const isUnderWay = ({ sessions }: AChatServer, { chatId }: Reply): Promise<true> =>
    eventually('the message to be under way', () =>
      (sessions.find(tenant, chatId)?.transcript.length ?? 0) > (sessions.shown(chatId)?.transcript.length ?? 0)
        ? true
        : undefined,
    );

  const isShown = ({ sessions }: AChatServer, { chatId }: Reply, text: string): Promise<true> =>
    eventually('the message to be stored', () =>
      sessions.shown(chatId)?.transcript.lastOf('Message')?.text === text ? true : undefined,
    );

  it('go on at another Chat Server, with everybody in them, their keys, positions and data, and a word to both sides', async () => {
    const [first, second] = [aServer(), aServer()];
    const chat = await begin(first, { text: 'one', userData: { order: '17' }, subject: 'S', emailAddress: 'a@b.test' });
    const agent = (await post(first, `/sessions/${chat.chatId}/agents`, { tenant, nickname: 'Bob' })).body;
    await call(first, agent, 'send', { message: 'two' });
    await call(first, chat, 'readReceipt', { transcriptPosition: 4 });
    await call(first, chat, 'updateNickname', { nickname: 'Augusta' });
    await call(first, chat, 'updateData', { userData: { paid: 'yes' } });
    const before = await transcript(first, chat);

    expect((await restore(second, chat.chatId, 'a2')).body).toEqual({ alias: 'a2', isRestored: true });

    const forCustomer = (await call(second, chat, 'refresh', { transcriptPosition: 1 })).body;
    const forAgent = (await call(second, agent, 'refresh', { transcriptPosition: 1 })).body;
    expect(forCustomer.messages.slice(0, -1)).toEqual(before);
    expect(forCustomer.messages.at(-1)).toMatchObject({
      type: 'Notice',
      index: before.length + 1,
      from: { type: 'System' },
    });
    expect(forAgent.messages).toEqual(forCustomer.messages);
    expect(forCustomer.userData).toEqual({ order: '17', paid: 'yes' });
    expect(forAgent.userData).toEqual({ order: '17', paid: 'yes', 'read-position': '4' });
    expect((await call(second, { ...chat, secureKey: agent.secureKey }, 'refresh')).body.statusCode).toBe(2);
    await call(second, chat, 'send', { message: 'three' });
    expect((await transcript(second, agent)).at(-1)).toMatchObject({ text: 'three', from: { nickname: 'Augusta' } });
  });

  it('keep of a key no more than its SHA-256', async () => {
    const chat = await begin(aServer());

    const rows = await pool.query('SELECT to_jsonb(p) AS row FROM chat_participant p WHERE chat_id = $1', [
      chat.chatId,
    ]);

    expect(JSON.stringify(rows.rows)).not.toContain(chat.secureKey);
    expect(rows.rows).toHaveLength(1);
  });

  it('have everything that was acknowledged exactly once, whenever another takes them over (property)', async () => {
    const plan = fc.record({
      messages: fc.integer({ min: 1, max: 12 }),
      takenAfter: fc.integer({ min: 0, max: 12 }),
      atOnce: fc.integer({ min: 1, max: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(plan, async ({ messages, takenAfter, atOnce }) => {
        const [first, second] = [aServer(), aServer()];
        const chat = await begin(first);
        const agent = (await post(first, `/sessions/${chat.chatId}/agents`, { tenant, nickname: 'Bob' })).body;
        const acknowledged: string[] = [];
        let taking: Promise<Answer> | undefined;
        let next = 0;
        const take = (): void => {
          if (acknowledged.length >= takenAfter) taking ??= restore(second, chat.chatId, 'a2');
        };
        const talk = async (who: Reply): Promise<void> => {
          while (next < messages) {
            const wish = { message: `m${(next += 1)}`, requestId: `r${next}` };
            let answer = await call(first, who, 'send', wish);
            if (answer.status === 404) {
              taking ??= restore(second, chat.chatId, 'a2');
              await taking;
              answer = await call(second, who, 'send', wish);
            }
            expect(answer).toMatchObject({ status: 200, body: { statusCode: 0, chatEnded: false } });
            acknowledged.push(wish.message);
            take();
          }
        };
        take();
        await Promise.all(Array.from({ length: atOnce }, (_, n) => talk(n % 2 === 0 ? chat : agent)));
        taking ??= restore(second, chat.chatId, 'a2');

        expect((await taking).body).toEqual({ alias: 'a2', isRestored: true });
        const lines = await transcript(second, chat);
        expect(lines.map(({ index }) => index)).toEqual(lines.map((_, at) => at + 1));
        expect(textsOf(lines).sort()).toEqual([...acknowledged].sort());
        expect((await stored(chat)).sort()).toEqual([...acknowledged].sort());
      }),
      { numRuns: 20 },
    );
  }, 60_000);

  it('are taken over by exactly one of those who try at once, and the others hear by which (property)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 5 }), fc.boolean(), async (count, twice) => {
        const chat = await begin(aServer(), { text: 'one' });
        const others = Array.from({ length: count }, (_, n) => ({ server: aServer(), alias: `b${n}` }));
        const claims = twice ? [...others, ...others] : others;

        const answers = await Promise.all(claims.map(({ server, alias }) => restore(server, chat.chatId, alias)));

        const winners = new Set(answers.filter(({ body }) => body.isRestored).map(({ body }) => body.alias));
        expect(winners.size).toBe(1);
        const [winner] = winners;
        expect(answers.map(({ body }) => body.alias)).toEqual(answers.map(() => winner));
        for (const { server, alias } of others) {
          const { status, body } = await call(server, chat, 'refresh', { transcriptPosition: 1 });
          if (alias === winner) expect(textsOf(body.messages)).toEqual(['one']);
          else expect({ status, code: body.error?.code }).toEqual({ status: 404, code: 'UNKNOWN_CHAT' });
        }
      }),
      { numRuns: 15 },
    );
  }, 60_000);

  it('are forgotten by a former owner that was only stalled, and what it is told then is said by nobody', async () => {
    const [stalled, other] = [aServer(), aServer()];
    const chat = await begin(stalled);
    await restore(other, chat.chatId, 'a2');

    const answer = await call(stalled, chat, 'send', { message: 'too late' });

    expect(answer).toMatchObject({ status: 404, body: { error: { code: 'UNKNOWN_CHAT' } } });
    expect(stalled.moved).toEqual([chat.chatId]);
    expect((await call(stalled, chat, 'refresh')).status).toBe(404);
    expect(await stored(chat)).toEqual([]);
    expect(textsOf(await transcript(other, chat))).toEqual([]);
  });

  it('can come back to a former owner', async () => {
    const [first, second] = [aServer(), aServer()];
    const chat = await begin(first, { text: 'one' });
    await restore(second, chat.chatId, 'a2');
    await call(first, chat, 'send', { message: 'fenced' });
    await call(second, chat, 'send', { message: 'two' });

    expect((await restore(first, chat.chatId, 'a1', ['a2'])).body).toEqual({ alias: 'a1', isRestored: true });

    await call(first, chat, 'send', { message: 'three' });
    expect(textsOf(await transcript(first, chat))).toEqual(['one', 'two', 'three']);
  });

  it.each<[string, (server: AChatServer, chat: Reply) => Promise<unknown>, object]>([
    ['is over', (server, chat) => call(server, chat, 'disconnect'), {}],
    ['is another tenant’s', () => Promise.resolve(), { tenant: 'Resources' }],
    ['never was', () => Promise.resolve(), { chatId: 'never' }],
    ['has a name that none can have', () => Promise.resolve(), { chatId: 'a%00' }],
    ['has a name that nobody can read', () => Promise.resolve(), { chatId: '%ff' }],
  ])('are not taken over where the chat %s', async (_case, prepare, difference) => {
    const [first, second] = [aServer(), aServer()];
    const chat = await begin(first);
    await prepare(first, chat);
    const { chatId, ...wish } = { chatId: chat.chatId, tenant, alias: 'a2', lost: ['a1'], ...difference };

    const { status } = await post(second, `/sessions/${chatId}/restore`, wish);

    expect([400, 404]).toContain(status);
    expect((await call(second, chat, 'refresh')).status).toBe(404);
  });

  it('stay with an owner that is not lost, whose alias is told', async () => {
    const chat = await begin(aServer());

    expect((await restore(aServer(), chat.chatId, 'a2', ['a7'])).body).toEqual({ alias: 'a1', isRestored: false });
  });

  it('say the same request once, also after they went on elsewhere', async () => {
    const [first, second] = [aServer(), aServer()];
    const chat = await begin(first);
    const wish = { message: 'once', requestId: 'r' };

    await Promise.all([call(first, chat, 'send', wish), call(first, chat, 'send', wish)]);
    await restore(second, chat.chatId, 'a2');
    await call(second, chat, 'send', wish);

    expect(textsOf(await transcript(second, chat))).toEqual(['once']);
  });

  it('end for inactivity also where they went on elsewhere, with an alert before', async () => {
    const [first, second] = [aServer(), aServer()];
    const chat = await begin(first);
    await restore(second, chat.chatId, 'a2');

    second.clock.advance(30_000);
    await eventually('the alert', async () => ((await typesStored(chat)).includes('IdleAlert') ? true : undefined));
    second.clock.advance(15_000);

    expect(
      await eventually('the end', async () => ((await typesStored(chat)).includes('IdleClose') ? true : undefined)),
    ).toBe(true);
    expect((await restore(aServer(), chat.chatId, 'a3', ['a2'])).status).toBe(404);
  });
  const typesStored = async ({ chatId }: Reply): Promise<string[]> =>
    (await pool.query<{ type: string }>('SELECT type FROM chat_message WHERE chat_id = $1', [chatId])).rows.map(
      ({ type }) => type,
    );

  it('go on from memory while the database is away, and are stored when it is back', async () => {
    const server = aServer();
    const chat = await begin(server, { text: 'before' });
    await route.cut();

    const during = await call(server, chat, 'send', { message: 'during' });
    const begun = await begin(server, { text: 'new' });
    expect(during.body.statusCode).toBe(0);
    expect(textsOf(await transcript(server, chat))).toEqual(['before', 'during']);
    expect(server.changes).toEqual([false]);

    await route.mend();
    await eventually('the transcripts to be stored', () => {
      server.clock.advance(500);
      return server.changes.at(-1) === true ? true : undefined;
    });
    expect([await stored(chat), await stored(begun)]).toEqual([['before', 'during'], ['new']]);
    const other = aServer();
    await restore(other, chat.chatId, 'a2');
    expect(textsOf(await transcript(other, chat))).toEqual(['before', 'during']);
  });

  it('acknowledge a repeated request no sooner than the first one is stored', async () => {
    const server = aServer();
    const chat = await begin(server);
    route.swallow();
    const wish = { message: 'once', requestId: 'r' };
    const first = call(server, chat, 'send', wish);
    await isUnderWay(server, chat);
    let isAnswered = false;
    const again = call(server, chat, 'send', wish).finally(() => (isAnswered = true));
    await call(aChatServer(), chat, 'refresh');

    expect(isAnswered).toBe(false);
    await route.cut();
    expect((await Promise.all([first, again])).map(({ body }) => body.statusCode)).toEqual([0, 0]);
  });

  it('are stored, whatever was acknowledged, when their Chat Server stops', async () => {
    const server = aServer();
    const chat = await begin(server);
    const saying = Array.from({ length: 20 }, (_, n) =>
      call(server, chat, 'send', { message: String(n), requestId: `r${n}` }).then(
        ({ status }) => [String(n), status] as const,
      ),
    );
    await saying[0];
    await server.sessions.close();
    const acknowledged = (await Promise.all(saying)).flatMap(([text, status]) => (status === 200 ? [text] : []));

    expect(acknowledged.length).toBeGreaterThan(0);
    expect(await stored(chat)).toEqual(expect.arrayContaining(acknowledged));
    expect((await call(server, chat, 'send', { message: 'too late' })).status).toBe(503);
  });

  it('are forgotten by a former owner that is only asked and told nothing', async () => {
    const [stalled, other] = [aServer(), aServer()];
    const chat = await begin(stalled);
    await restore(other, chat.chatId, 'a2');

    stalled.clock.advance(2_000);

    await eventually('the former owner to look', () => (stalled.moved.length > 0 ? true : undefined));
    expect((await call(stalled, chat, 'refresh')).status).toBe(404);
  });

  it.each([
    ['an agent joins', 'agents', { nickname: 'Bob' }],
    ['somebody says something', 'send', { message: 'to whom?' }],
  ])('are as unknown to a former owner that has not noticed yet, where %s', async (_case, path, fields) => {
    const [stalled, other] = [aServer(), aServer()];
    const chat = await begin(stalled);
    await restore(other, chat.chatId, 'a2');
    const { userId, secureKey } = chat;

    const answer = await post(stalled, `/sessions/${chat.chatId}/${path}`, { tenant, userId, secureKey, ...fields });

    expect(answer).toMatchObject({ status: 404, body: { error: { code: 'UNKNOWN_CHAT' } } });
  });

  it('are restored for their own tenant, whoever else asks for them at the same moment (MT-1)', async () => {
    const [first, second] = [aServer(), aServer()];
    const chat = await begin(first);
    const path = `/sessions/${chat.chatId}/restore`;
    const claim = { alias: 'a2', lost: ['a1'] };

    const [theirs, ours] = await Promise.all([
      post(second, path, { tenant: 'Resources', ...claim }),
      post(second, path, { tenant, ...claim }),
    ]);

    expect(theirs.status).toBe(404);
    expect(ours.body).toEqual({ alias: 'a2', isRestored: true });
  });

  describe('of a client without numbers, which says again what was not acknowledged', () => {
    let first: AChatServer;
    let second: AChatServer;
    let chat: Reply;
    beforeEach(async () => {
      [first, second] = [aServer(), aServer()];
      chat = await begin(first);
      await call(first, chat, 'send', { message: 'one', requestId: 'r1' });
      await restore(second, chat.chatId, 'a2');
    });

    it('have it once after they went on elsewhere', async () => {
      await call(second, chat, 'send', { message: 'one', requestId: 'r2' });
      await call(second, chat, 'send', { message: 'one', requestId: 'r2' });

      expect(textsOf(await transcript(second, chat))).toEqual(['one']);
    });

    it.each<[string, readonly object[], readonly string[]]>([
      ['has seen it', [{ message: 'one', requestId: 'r2', transcriptPosition: 4 }], ['one', 'one']],
      ['says it a third time', ['r2', 'r3'].map((requestId) => ({ message: 'one', requestId })), ['one', 'one']],
      ['says something else between', ['two', 'one'].map((message) => ({ message })), ['one', 'two', 'one']],
    ])('have it again where the client %s', async (_case, wishes, texts) => {
      for (const wish of wishes) await call(second, chat, 'send', wish);

      expect(textsOf(await transcript(second, chat))).toEqual(texts);
    });

    it('have it again where it comes much later', async () => {
      second.clock.advance(30_001);
      await call(second, chat, 'send', { message: 'one' });

      expect(textsOf(await transcript(second, chat))).toEqual(['one', 'one']);
    });

    it('have it once where the answer of the same server did not arrive', async () => {
      const { participantId } = second.sessions.find(tenant, chat.chatId)!.participants[0]!;
      await call(second, chat, 'send', { message: 'two', requestId: 'r2' });
      second.sessions.doubt(chat.chatId, participantId, 'r2');
      await call(second, chat, 'send', { message: 'two', requestId: 'r3' });

      expect(textsOf(await transcript(second, chat))).toEqual(['one', 'two']);
    });
  });

  describe('while the database says nothing', () => {
    let server: AChatServer;
    let chat: Reply;
    beforeEach(async () => {
      server = aServer();
      chat = await begin(server);
      route.swallow();
    });
    afterEach(() => route.cut());

    /** What is answered where it takes longer than a second. */
    async function late(asking: Promise<Answer>): Promise<Answer> {
      let answer: Answer | undefined;
      void asking.then((one) => (answer = one));
      return eventually('an answer', () => {
        server.clock.advance(100);
        return answer;
      });
    }

    it.each([
      ['with a number', 'r', 'r'],
      ['without one, for which the web node chooses another each time', 'r1', 'r2'],
    ])(
      'are asked for again by a client %s, are acknowledged once they can be, and said once',
      async (_case, one, two) => {
        const first = await late(call(server, chat, 'send', { message: 'once', requestId: one }));
        const second = await late(call(server, chat, 'send', { message: 'once', requestId: two }));
        expect([first, second]).toMatchObject(
          [504, 504].map((status) => ({ status, body: { error: { code: 'DATABASE_SLOW' } } })),
        );

        await route.cut();
        await eventually('the database to be taken for lost', () => server.changes[0] === false || undefined);
        const third = await call(server, chat, 'send', { message: 'once', requestId: two });

        expect(third.body.statusCode).toBe(0);
        expect(textsOf(await transcript(server, chat))).toEqual(['once']);
      },
    );

    it('are asked for by polls all the same', async () => {
      expect((await call(server, chat, 'refresh', { transcriptPosition: 1 })).body.statusCode).toBe(0);
    });

    it('are not begun, and none that nobody knows of stays open', async () => {
      const answer = await late(
        post(server, '/sessions', { tenant, service: 'support', nickname: 'Bob', alias: 'a1' }),
      );
      expect(answer.status).toBe(504);

      await route.cut();

      await eventually('the chat to end', () => (server.sessions.openOf(tenant).length === 1 ? true : undefined));
    });

    it('are not joined, and nobody whose key nobody has stays in them', async () => {
      const answer = await late(post(server, `/sessions/${chat.chatId}/agents`, { tenant, nickname: 'Bob' }));
      expect(answer.status).toBe(504);

      expect(server.sessions.find(tenant, chat.chatId)?.participants).toMatchObject([
        { nickname: 'Ada', isPresent: true },
        { nickname: 'Bob', isPresent: false },
      ]);
    });
  });

  it.each([
    ['with a number', 'r', 'r'],
    ['without one, for which the web node chooses another each time', 'r1', 'r2'],
  ])(
    'are acknowledged at once to a client %s that asks again, where they are stored by now',
    async (_case, one, two) => {
      const server = aServer();
      const chat = await begin(server);
      const saves: (() => void)[] = [];
      const save = (): Promise<void> => new Promise((resolve) => saves.push(resolve));
      server.sessions.keepIn({ save, claim: () => Promise.resolve(undefined), close: () => Promise.resolve() });
      const first = call(server, chat, 'send', { message: 'once', requestId: one });
      await eventually('the message to be under way', () => (saves.length === 1 ? true : undefined));
      server.clock.advance(1_000);
      expect((await first).status).toBe(504);
      saves[0]!();
      await isShown(server, chat, 'once');
      void call(server, chat, 'updateData', { userData: { order: '17' } });
      await eventually('something else to be under way', () => (saves.length === 2 ? true : undefined));

      const second = await call(server, chat, 'send', { message: 'once', requestId: two });

      expect([second.body.statusCode, saves.length]).toEqual([0, 2]);
      saves[1]!();
    },
  );

  describe('with a limit for every statement', () => {
    let impatient: Pool;
    beforeEach(() => {
      const limits = { max: 1, query_timeout: 200, connectionTimeoutMillis: 200 };
      const { host, port, user, database: name } = pool.options;
      impatient = new Pool({ host, port, user, database: name, ...limits });
      impatient.on('error', () => undefined);
    });
    afterEach(() => impatient.end());

    it('go on from memory when the database has been silent for it twice', async () => {
      const server = aServer(impatient);
      const chat = await begin(server);
      route.swallow();

      expect((await call(server, chat, 'send', { message: 'anyway' })).body.statusCode).toBe(0);
      expect(server.changes).toEqual([false]);
      await route.cut();
    });

    it('are acknowledged once they are stored, where only one statement was lost', async () => {
      const server = aServer(impatient);
      const chat = await begin(server);
      route.swallow();
      const saying = call(server, chat, 'send', { message: 'in the end' });
      await isUnderWay(server, chat);
      await route.mend();

      expect((await saying).body.statusCode).toBe(0);
      expect(await stored(chat)).toEqual(['in the end']);
      expect(server.changes).toEqual([]);
    });

    it('are not acknowledged by a Chat Server that stood still while another one took the chat over (F19, F32)', async () => {
      const [standing, other] = [aServer(impatient), aServer()];
      const chat = await begin(standing, { text: 'before' });
      route.swallow();
      const saying = call(standing, chat, 'send', { message: 'to whom?' });
      await isUnderWay(standing, chat);
      await route.mend();
      await restore(other, chat.chatId, 'a2');

      expect((await saying).status).toBe(404);
      expect(await stored(chat)).toEqual(['before']);
    });
  });

  it('are not taken over while the database is away, and that is said as something that passes', async () => {
    const chat = await begin(aServer());
    await route.cut();

    expect(await restore(aServer(), chat.chatId, 'a2')).toMatchObject({
      status: 503,
      body: { error: { code: 'DATABASE_UNAVAILABLE' } },
    });
  });

  it('are stored whatever is said in them, and keep nobody else’s from being stored (property)', async () => {
    const unit = fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(0, 0xd800, 0xdfff, 0x5c, 0x75, 0x30));
    const text = fc.array(unit, { minLength: 1, maxLength: 12 }).map((units) => String.fromCharCode(...units));
    const said = fc.record({
      nickname: text.filter((one) => one.trim() !== ''),
      subject: text,
      message: text,
      key: text,
      value: text,
      id: text,
    });
    await fc.assert(
      fc.asyncProperty(said, async ({ nickname, subject, message, key, value, id }) => {
        const [first, second] = [aServer(), aServer()];
        const chat = await begin(first, { nickname, subject, userData: { [key]: value } });
        await call(first, chat, 'send', { message, messageType: value, requestId: id });
        await restore(second, chat.chatId, 'a2');
        await call(second, chat, 'send', { message, messageType: value, requestId: id });

        expect(first.unstorable).toEqual([]);
        expect(textsOf(await transcript(second, chat))).toEqual([storableText(message)]);
      }),
      { numRuns: 20 },
    );
  }, 60_000);

  it('do not suffer from a chat that the database does not take', async () => {
    const server = aServer();
    const [good, bad] = [await begin(server), await begin(server)];
    const found = server.sessions.find(tenant, bad.chatId);
    if (found === undefined) throw new Error('The chat has just begun.');
    const impossible = { ...found, participants: found.participants.map((one) => ({ ...one, readTo: 2 ** 40 })) };

    await Promise.all([
      call(server, good, 'send', { message: 'first' }),
      server.sessions.replace(impossible),
      call(server, good, 'send', { message: 'second' }),
    ]);

    expect(server.unstorable).toEqual([bad.chatId]);
    expect(await stored(good)).toEqual(['first', 'second']);
  });
});
