import { ManualClock } from '@eservices-lb/sdk/testing';
import type { Express } from 'express';
import fc from 'fast-check';
import request from 'supertest';
import { serviceApplication } from '../../packages/servers/src/application-server/service-application.js';
import { ChatAccess } from '../../packages/servers/src/chat-server/chat-access.js';
import { chatRoutes } from '../../packages/servers/src/chat-server/chat-routes.js';
import { ChatSessions } from '../../packages/servers/src/chat-server/chat-sessions.js';
import { authorization, serviceSecret, silentLog } from './application-surroundings.js';

interface Reply {
  readonly chatId: string;
  readonly userId: string;
  readonly secureKey: string;
  readonly statusCode: number;
  readonly chatEnded: boolean;
  readonly nextPosition: number;
  readonly messages: readonly { index: number; type: string; text?: string; utcTime: number; from: object }[];
  readonly errors?: readonly { code: number }[];
}

const tenant = 'Environment';

describe('Chat Server', () => {
  let clock: ManualClock;
  let sessions: ChatSessions;
  let app: Express;
  let isAccepting: boolean;
  let tenants: readonly string[];
  let isBackup: boolean;
  let load: number;
  let begun: number;

  beforeEach(() => {
    clock = new ManualClock();
    isAccepting = true;
    tenants = ['Environment', 'Resources'];
    isBackup = false;
    sessions = new ChatSessions({
      ...{ clock, inactivityMs: () => 45_000 },
      onWork: (...work) => ([load, begun] = work),
    });
    const routes = chatRoutes({
      sessions,
      access: new ChatAccess(sessions, () => tenants),
      utcTime: () => clock.wallClock(),
      isAccepting: () => isAccepting,
    });
    app = serviceApplication(routes, { serviceSecret, isBackup: () => isBackup, log: silentLog });
  });
  afterEach(async () => {
    await sessions.close();
  });

  async function post(path: string, body: object): Promise<{ status: number; body: Reply }> {
    const { status, body: answer } = await request(app).post(path).set('authorization', authorization).send(body);
    return { status, body: answer as Reply };
  }
  const begin = async (fields: object = {}): Promise<Reply> =>
    (await post('/sessions', { tenant, service: 'support', nickname: 'Ada', ...fields })).body;
  const call = ({ chatId, userId, secureKey }: Reply, action: string, fields: object = {}) =>
    post(`/sessions/${chatId}/${action}`, { tenant, userId, secureKey, ...fields });

  it('begins a chat with ids of the sizes that clients know, and says who joined', async () => {
    const reply = await begin({ text: 'Hello' });

    expect(reply).toMatchObject({ statusCode: 0, chatEnded: false, nextPosition: 3 });
    expect(reply.chatId).toMatch(/^[\w-]{16}$/);
    expect(reply.userId).toMatch(/^[0-9a-f]{16}$/);
    expect(reply.secureKey).toMatch(/^[0-9a-f]{32}$/);
    expect(reply.messages.map(({ type, text }) => [type, text])).toEqual([
      ['ParticipantJoined', undefined],
      ['Message', 'Hello'],
    ]);
    expect(reply.messages[0]?.from).toEqual({ nickname: 'Ada', participantId: 1, type: 'Client' });
  });

  it.each([
    [{ nickname: '' }, [161]],
    [{ nickname: 'x'.repeat(65) }, [161]],
    [{ nickname: undefined, firstName: '', lastName: 'Lovelace' }, [102]],
    [{ nickname: undefined, firstName: 'Ada' }, [103]],
    [{ text: 'x'.repeat(4_097) }, [204]],
  ])('refuses %j with the code that clients know', async (fields, codes) => {
    const { status, body } = await post('/sessions', { tenant, service: 'support', nickname: 'Ada', ...fields });

    expect(status).toBe(400);
    expect(body.errors?.map(({ code }) => code)).toEqual(codes);
  });

  it('gives nothing for position 0, everything for 1, and from n on for n', async () => {
    const chat = await begin({ text: 'one' });
    await call(chat, 'send', { message: 'two' });

    const indexes = async (transcriptPosition?: number): Promise<number[]> =>
      (await call(chat, 'refresh', { transcriptPosition })).body.messages.map(({ index }) => index);

    expect(await indexes()).toEqual([]);
    expect(await indexes(0)).toEqual([]);
    expect(await indexes(1)).toEqual([1, 2, 3]);
    expect(await indexes(3)).toEqual([3]);
    expect(await indexes(4)).toEqual([]);
  });

  it('always says the highest index and one as next position (property)', async () => {
    const actions = fc.array(fc.constantFrom('send', 'startTyping', 'stopTyping', 'refresh'), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(actions, async (sequence) => {
        const chat = await begin();
        for (const action of sequence) await call(chat, action, { message: 'hi' });
        const { body } = await call(chat, 'refresh', { transcriptPosition: 1 });
        expect(body.messages.map(({ index }) => index)).toEqual(body.messages.map((_, at) => at + 1));
        expect(body.nextPosition).toBe(body.messages.length + 1);
      }),
      { numRuns: 20 },
    );
  });

  it('lets an agent join, talk and leave; the customer waits again', async () => {
    const chat = await begin();
    const { status, body: agent } = await post(`/sessions/${chat.chatId}/agents`, { tenant, nickname: 'Bob' });
    await call(agent, 'send', { message: 'How can I help?' });
    const states = async (): Promise<string[]> =>
      (
        (await request(app).get('/sessions').query({ tenant }).set('authorization', authorization)).body as {
          sessions: { state: string }[];
        }
      ).sessions.map(({ state }) => state);

    expect(status).toBe(201);
    expect(await states()).toEqual(['active']);
    expect((await call(agent, 'disconnect')).body.chatEnded).toBe(false);
    expect(await states()).toEqual(['waiting']);
    const { body } = await call(chat, 'refresh', { transcriptPosition: 1 });
    expect(body.messages.map(({ type }) => type)).toEqual([
      'ParticipantJoined',
      'ParticipantJoined',
      'Message',
      'ParticipantLeft',
    ]);
  });

  it('ends with the customer, and then answers that it is over', async () => {
    const chat = await begin();
    expect(load).toBe(1);

    expect((await call(chat, 'disconnect')).body).toMatchObject({ statusCode: 0, chatEnded: true });

    expect([load, begun]).toEqual([0, 1]);
    expect((await call(chat, 'send', { message: 'hello?' })).body.chatEnded).toBe(true);
    await sessions.whenIdle();
  });

  it('ends when nothing is heard of the customer for the inactivity time', async () => {
    const chat = await begin();
    clock.advance(44_999);
    await call(chat, 'refresh');
    clock.advance(44_999);
    expect((await call(chat, 'refresh')).body.chatEnded).toBe(false);

    clock.advance(45_000);

    expect((await call(chat, 'refresh')).body.chatEnded).toBe(true);
  });

  it('holds a refresh until there is news', async () => {
    const chat = await begin();
    const { body: agent } = await post(`/sessions/${chat.chatId}/agents`, { tenant, nickname: 'Bob' });
    const waiting = call(chat, 'refresh', { transcriptPosition: 3, waitMs: 2_500 });
    await call(agent, 'send', { message: 'Here I am' });

    expect((await waiting).body.messages.map(({ text }) => text)).toEqual(['Here I am']);
  });

  it('never ends the owner’s chat at a wrong key, and tells a stranger no more than that there is nothing (property)', async () => {
    const chat = await begin();
    const attempt = fc.record({
      tenant: fc.constantFrom('Environment', 'Resources'),
      chatId: fc.constantFrom(chat.chatId, 'unknown-chat-id0'),
      userId: fc.constantFrom(chat.userId, '', '0'.repeat(16)),
      secureKey: fc.oneof(fc.constantFrom('', '0'.repeat(32)), fc.string({ maxLength: 64 })),
      action: fc.constantFrom('send', 'refresh', 'disconnect', 'startTyping'),
    });
    await fc.assert(
      fc.asyncProperty(attempt, async ({ chatId, action, ...rest }) => {
        const { status, body } = await post(`/sessions/${chatId}/${action}`, {
          ...rest,
          message: 'x',
          transcriptPosition: 1,
        });
        if (status === 404) expect(body).toMatchObject({ error: { code: 'UNKNOWN_CHAT' } });
        else expect(body).toMatchObject({ statusCode: 2, chatEnded: true, messages: [], userId: '', secureKey: '' });
      }),
      { numRuns: 50 },
    );
    expect((await call(chat, 'refresh')).body).toMatchObject({ statusCode: 0, chatEnded: false, nextPosition: 2 });
  });

  it('answers a chat of another tenant as one that never was, even with the right key', async () => {
    const chat = await begin();

    const stranger = await call(chat, 'refresh', { tenant: 'Resources', transcriptPosition: 1 });
    const never = await call({ ...chat, chatId: 'never0was0a0chat' }, 'refresh', { transcriptPosition: 1 });

    expect(stranger).toMatchObject({ status: 404, body: { error: { code: 'UNKNOWN_CHAT' } } });
    expect(stranger.body).toEqual(never.body);
  });

  it('takes no new chat while it may not, and goes on with the old ones (LB-5)', async () => {
    const chat = await begin();
    isAccepting = false;

    expect((await post('/sessions', { tenant, service: 'support', nickname: 'Eve' })).status).toBe(503);
    expect((await call(chat, 'send', { message: 'still here' })).body.statusCode).toBe(0);
  });

  it('serves nobody while it is a backup, says so plainly, and forgets the chats that it had (BK-4)', async () => {
    const chat = await begin();
    isBackup = true;
    sessions.forgetAll();

    for (const answer of [await post('/sessions', { tenant, service: 'support' }), await call(chat, 'refresh')]) {
      expect(answer).toMatchObject({ status: 503, body: { error: { code: 'NOT_PRIMARY' } } });
    }
    expect(load).toBe(0);
    isBackup = false;
    expect(await call(chat, 'refresh')).toMatchObject({ status: 404, body: { error: { code: 'UNKNOWN_CHAT' } } });
  });

  it('lets the chats of a tenant that is taken from it go on to their end, and begins none of it (F39)', async () => {
    const chat = await begin();
    tenants = ['Resources'];

    expect(await call(chat, 'send', { message: 'still here' })).toMatchObject({ status: 200, body: { statusCode: 0 } });
    const agent = await post(`/sessions/${chat.chatId}/agents`, { tenant, nickname: 'Alex', type: 'Agent' });
    expect(agent.status).toBe(201);
    expect(await call(chat, 'disconnect')).toMatchObject({ status: 200, body: { chatEnded: true } });
    const another = await post('/sessions', { tenant, service: 'support', nickname: 'Ada' });
    expect(another).toMatchObject({ status: 403, body: { error: { code: 'TENANT_NOT_SERVED' } } });
  });

  it('says of a chat that it does not have that it is unknown, whoever it serves: the web tier looks elsewhere (F39)', async () => {
    tenants = ['Resources'];

    const answer = await call({ chatId: 'x'.repeat(16), userId: 'u', secureKey: 'k' } as Reply, 'refresh');

    expect(answer).toMatchObject({ status: 404, body: { error: { code: 'UNKNOWN_CHAT' } } });
  });

  it.each<[string, () => request.Test, number, string]>([
    ['no secret', () => request(app).post('/sessions').send({}), 401, 'UNAUTHORIZED'],
    ['a wrong secret', () => request(app).get('/sessions').set('authorization', 'Bearer x'), 401, 'UNAUTHORIZED'],
    ['malformed JSON', () => authorized('/sessions').type('json').send('{'), 400, 'MALFORMED_REQUEST'],
    ['an oversized body', () => authorized('/sessions').send({ text: 'x'.repeat(300_000) }), 413, 'PAYLOAD_TOO_LARGE'],
    ['another content type', () => authorized('/sessions').type('text').send('x'), 415, 'UNSUPPORTED_CONTENT_TYPE'],
    ['an unknown route', () => authorized('/nothing').send({}), 404, 'UNKNOWN_ROUTE'],
    ['no tenant (MT-1)', () => authorized('/sessions').send({ service: 'x' }), 400, 'INVALID_FIELD'],
    [
      'a tenant not its own',
      () => authorized('/sessions').send({ tenant: 'Acme', service: 'x' }),
      403,
      'TENANT_NOT_SERVED',
    ],
  ])('refuses %s in JSON', async (_case, send, status, code) => {
    const answer = await send();

    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ error: { code, message: expect.any(String) as string } });
  });

  const authorized = (path: string): request.Test => request(app).post(path).set('authorization', authorization);
});
