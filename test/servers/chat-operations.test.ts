import request from 'supertest';
import { aChatServer } from './a-chat-server.js';
import type { AChatServer } from './a-chat-server.js';
import { authorization } from './application-surroundings.js';

interface Reply {
  readonly chatId: string;
  readonly userId: string;
  readonly secureKey: string;
  readonly statusCode: number;
  readonly chatEnded: boolean;
  readonly nextPosition: number;
  readonly messages: readonly { type: string; text?: string; messageType?: string; from: { nickname: string } }[];
  readonly userData?: Record<string, string>;
  readonly errors: readonly { code: number }[];
}

const tenant = 'Environment';

describe('Chat API Version 2 on a Chat Server', () => {
  let server: AChatServer;
  let chat: Reply;
  let agent: Reply;

  beforeEach(async () => {
    server = aChatServer();
    chat = (await post('/sessions', { tenant, service: 'support', nickname: 'Ada', alias: 'a1' })).body;
    agent = (await post(`/sessions/${chat.chatId}/agents`, { tenant, nickname: 'Bob' })).body;
  });
  afterEach(async () => {
    await server.sessions.close();
  });

  async function post(path: string, body: object): Promise<{ status: number; body: Reply }> {
    const { status, body: answer } = await request(server.app)
      .post(path)
      .set('authorization', authorization)
      .send(body);
    return { status, body: answer as Reply };
  }
  const call = ({ chatId, userId, secureKey }: Reply, action: string, fields: object = {}) =>
    post(`/sessions/${chatId}/${action}`, { tenant, userId, secureKey, ...fields });
  /** What the other side hears of. */
  const heard = async (): Promise<readonly (readonly [string, string, string | undefined])[]> =>
    (await call(agent, 'refresh', { transcriptPosition: 3 })).body.messages.map(
      ({ type, text, from }) => [type, from.nickname, text] as const,
    );

  it.each<[string, object, string, string | undefined]>([
    ['send', { message: 'Hello' }, 'Message', 'Hello'],
    ['pushUrl', { pushUrl: 'https://example.test/a?b=c' }, 'PushUrl', 'https://example.test/a?b=c'],
    ['customNotice', { message: 'cart emptied' }, 'CustomNotice', 'cart emptied'],
    ['startTyping', { message: 'Hel' }, 'TypingStarted', 'Hel'],
    ['stopTyping', {}, 'TypingStopped', undefined],
    ['refresh', { message: 'Hel' }, 'TypingStarted', 'Hel'],
    ['disconnect', {}, 'ParticipantLeft', undefined],
  ])('tells everybody of %s %j', async (action, fields, type, text) => {
    const { status, body } = await call(chat, action, fields);

    expect({ status, statusCode: body.statusCode, nextPosition: body.nextPosition }).toEqual({
      ...{ status: 200, statusCode: 0, nextPosition: 4 },
    });
    expect(await heard()).toEqual([[type, 'Ada', text]]);
  });

  it('tells of a new nickname, under which everything is said from then on', async () => {
    await call(chat, 'updateNickname', { nickname: 'Augusta' });
    await call(chat, 'send', { message: 'It is me' });

    expect(await heard()).toEqual([
      ['NicknameUpdated', 'Augusta', 'Augusta'],
      ['Message', 'Augusta', 'It is me'],
    ]);
  });

  it('repeats no preview of what is typed while nothing is added to it', async () => {
    for (const message of ['H', 'H', 'He', 'He']) await call(chat, 'refresh', { message });

    expect((await heard()).map(([, , text]) => text)).toEqual(['H', 'He']);
  });

  it('adds to the user data, and gives them with every reply', async () => {
    await call(chat, 'updateData', { userData: { a: '1', b: '2' } });
    const { body } = await call(chat, 'updateData', { userData: { b: '3' } });

    expect(body.userData).toEqual({ a: '1', b: '3' });
    expect((await call(agent, 'refresh')).body.userData).toEqual({ a: '1', b: '3' });
  });

  it('tells the other side how far was read, never back, and never further than there is', async () => {
    const readPosition = async (): Promise<string | undefined> =>
      (await call(chat, 'refresh')).body.userData?.['read-position'];
    expect(await readPosition()).toBeUndefined();

    const positions: (string | undefined)[] = [];
    for (const transcriptPosition of [2, 1, 99]) {
      await call(agent, 'readReceipt', { transcriptPosition });
      positions.push(await readPosition());
    }

    expect(positions).toEqual(['2', '2', '2']);
    expect((await call(agent, 'refresh')).body.userData).toBeUndefined();
  });

  it.each<[string, object, number]>([
    ['pushUrl', {}, 909],
    ['pushUrl', { pushUrl: 'javascript:alert(1)' }, 909],
    ['pushUrl', { pushUrl: 'data:text/html,x' }, 909],
    ['pushUrl', { pushUrl: 'ftp://example.test' }, 909],
    ['pushUrl', { pushUrl: '/here' }, 909],
    ['pushUrl', { pushUrl: `https://example.test/${'x'.repeat(4_096)}` }, 909],
    ['updateNickname', { nickname: ' ' }, 161],
    ['updateNickname', { nickname: 'x'.repeat(65) }, 161],
    ['send', { message: 'x'.repeat(4_097) }, 204],
    ['customNotice', { message: 'x'.repeat(4_097) }, 204],
    ['refresh', { message: 'x'.repeat(4_097) }, 204],
  ])('refuses %s with what nobody may send (%#)', async (action, fields, code) => {
    const { status, body } = await call(chat, action, fields);

    expect({ status, code: body.errors[0]?.code }).toEqual({ status: 400, code });
    expect(await heard()).toEqual([]);
  });

  it('alerts a silent customer at two thirds of the time, and closes the chat at its end', async () => {
    server.clock.advance(29_999);
    expect(await heard()).toEqual([]);
    server.clock.advance(1);
    expect((await heard()).map(([type, nickname]) => [type, nickname])).toEqual([['IdleAlert', 'System']]);

    server.clock.advance(15_000);

    expect((await heard()).map(([type]) => type)).toEqual(['IdleAlert', 'IdleClose']);
    expect((await call(chat, 'refresh')).body.chatEnded).toBe(true);
  });

  it('goes on when the alert is answered, and is not ended by an agent who is silent or busy', async () => {
    server.clock.advance(44_999);
    await call(chat, 'refresh');
    server.clock.advance(44_999);
    await call(agent, 'refresh');
    expect((await call(chat, 'refresh')).body.chatEnded).toBe(false);

    server.clock.advance(30_000);
    await call(agent, 'refresh');
    server.clock.advance(15_000);

    expect((await call(agent, 'refresh')).body.chatEnded).toBe(true);
  });

  it('lists a chat with what an agent wants to know of it', async () => {
    await call(chat, 'updateData', { userData: { order: '17' } });
    await call(chat, 'send', { message: 'one' });
    await call(agent, 'readReceipt', { transcriptPosition: 3 });
    await call(chat, 'send', { message: 'two' });

    const { body } = await request(server.app).get('/sessions').query({ tenant }).set('authorization', authorization);

    expect(body).toMatchObject({
      sessions: [
        {
          ...{ chatId: chat.chatId, alias: 'a1', unreadByAgent: 1, messageCount: 2 },
          ...{ lastText: 'two', state: 'active', participants: ['Ada', 'Bob'] },
        },
      ],
    });
  });

  it('refuses user data that is too much, at once and little by little, and takes what fits', async () => {
    const some = (n: number) =>
      Object.fromEntries(Array.from({ length: 10 }, (_, k) => [`${n}.${k}`, 'x'.repeat(4_000)]));

    expect((await call(chat, 'updateData', { userData: some(1) })).status).toBe(200);
    const { status, body } = await call(chat, 'updateData', { userData: some(2) });
    const all = { ...some(3), ...some(4) };
    const begun = await post('/sessions', { tenant, service: 'support', nickname: 'Eve', alias: 'a1', userData: all });

    expect({ status, errors: body.errors }).toMatchObject({ status: 400, errors: [{ code: 912 }] });
    expect(begun.status).toBe(400);
    expect((await call(chat, 'updateData', { userData: { small: 'x' } })).status).toBe(200);
  });

  it('lists a chat with a line of what was said last, however long that is', async () => {
    await call(chat, 'send', { message: 'x'.repeat(4_096) });

    const { body } = await request(server.app).get('/sessions').query({ tenant }).set('authorization', authorization);

    expect((body as { sessions: { lastText: string }[] }).sessions[0]?.lastText).toHaveLength(200);
  });

  it('gives a long transcript in parts, of which each says where the next begins', async () => {
    for (let n = 0; n < 200; n += 1) await call(chat, 'send', { message: `${n} ${'x'.repeat(4_000)}` });
    const texts: string[] = [];
    let parts = 0;

    for (let from = 1; from < 203; parts += 1) {
      const { messages, nextPosition } = (await call(agent, 'refresh', { transcriptPosition: from })).body;
      texts.push(...messages.flatMap(({ type, text = '' }) => (type === 'Message' ? [text.split(' ')[0] ?? ''] : [])));
      from = nextPosition;
    }

    expect(parts).toBeGreaterThan(1);
    expect(texts).toEqual(Array.from({ length: 200 }, (_, n) => String(n)));
  });

  it('lets a supervisor join without making a waiting chat an answered one', async () => {
    await call(agent, 'disconnect');
    await post(`/sessions/${chat.chatId}/agents`, { tenant, nickname: 'Eve', type: 'Supervisor' });

    const { body } = await request(server.app).get('/sessions').query({ tenant }).set('authorization', authorization);

    expect(body).toMatchObject({ sessions: [{ state: 'waiting', participants: ['Ada', 'Eve'] }] });
  });
});
