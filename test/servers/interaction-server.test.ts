import { randomUUID } from 'node:crypto';
import { systemClock } from '@eservices-lb/sdk';
import type { Express } from 'express';
import fc from 'fast-check';
import { Pool } from 'pg';
import request from 'supertest';
import { serviceApplication } from '../../packages/servers/src/application-server/service-application.js';
import { askingDatabase } from '../../packages/servers/src/database/asking-database.js';
import { chatSchema } from '../../packages/servers/src/chat-server/chat-schema.js';
import { createSchema } from '../../packages/servers/src/database/create-schema.js';
import { emailSchema } from '../../packages/servers/src/email-server/email-schema.js';
import { EmailStore } from '../../packages/servers/src/email-server/email-store.js';
import { interactionMethods } from '../../packages/servers/src/interaction-server/interaction-methods.js';
import { interactionRoutes } from '../../packages/servers/src/interaction-server/interaction-routes.js';
import { interactionSchema } from '../../packages/servers/src/interaction-server/interaction-schema.js';
import { InteractionStore } from '../../packages/servers/src/interaction-server/interaction-store.js';
import { Reconciliation } from '../../packages/servers/src/interaction-server/reconciliation.js';
import { freePortBase } from '../estate/free-port-base.js';
import { authorization, serviceSecret, silentLog } from './application-surroundings.js';
import { storeChat, storeMessage } from './stored-chat.js';
import { startDatabaseProcess } from './database-process.js';

interface Listed {
  readonly interactionId: string;
  readonly media: string;
  readonly queue: string;
  readonly state: string;
}
interface Answer {
  readonly status: number;
  readonly body: Listed & { readonly error: { readonly code: string }; readonly interactions: readonly Listed[] };
}

describe('Interaction Server', () => {
  let database: { stop(): Promise<void> };
  let pool: Pool;
  let app: Express;
  let reconciliation: Reconciliation;
  let isAccepting = true;
  let count = 0;

  const submission = (difference: object = {}) => ({
    ...{ interactionId: randomUUID(), media: 'chat', tenant: 'Environment', service: 'support' },
    ...{ subject: 'Order 17', attributes: { order: '17' }, ...difference },
  });
  const post = async (path: string, body: object): Promise<Answer> => {
    const { status, body: answer } = await request(app).post(path).set('authorization', authorization).send(body);
    return { status, body: answer as Answer['body'] };
  };
  const list = async (query: object): Promise<Answer> => {
    const { status, body } = await request(app).get('/interactions').query(query).set('authorization', authorization);
    return { status, body: body as Answer['body'] };
  };
  const statesOf = async (tenant: string): Promise<Readonly<Record<string, string>>> =>
    Object.fromEntries((await list({ tenant })).body.interactions.map((one) => [one.interactionId, one.state]));

  beforeAll(async () => {
    const port = await freePortBase();
    database = await startDatabaseProcess(port);
    pool = new Pool({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres', max: 4 });
    await createSchema(pool, { statements: interactionSchema, clock: systemClock, onWait: () => undefined });
    reconciliation = new Reconciliation({ pool, clock: systemClock, log: silentLog });
    const methods = interactionMethods({
      store: new InteractionStore(pool),
      askDatabase: askingDatabase({ lost: () => undefined }),
      tenants: () => ['Environment', 'Resources'],
      isAccepting: () => isAccepting,
      onSubmitted: () => (count += 1),
    });
    app = serviceApplication(interactionRoutes(methods), { serviceSecret, isBackup: () => false, log: silentLog });
  }, 60_000);
  beforeEach(async () => {
    count = 0;
    await pool.query('TRUNCATE interaction');
  });
  afterAll(async () => {
    await pool.end();
    await database.stop();
  });

  it('takes what no database takes, without the characters that it does not', async () => {
    const { status } = await post('/interactions', submission({ subject: 'a\0b\ud800', attributes: { 'k\0': 'v\0' } }));

    expect(status).toBe(201);
    expect((await list({ tenant: 'Environment' })).body.interactions).toMatchObject([{ subject: 'a\ufffdb\ufffd' }]);
  });

  it('stores an interaction in the queue of its media, once, however often it is submitted', async () => {
    const same = submission();

    const answers = await Promise.all([1, 2, 3].map(() => post('/interactions', same)));

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 201]);
    expect(count).toBe(1);
    expect((await list({ tenant: 'Environment' })).body.interactions).toEqual([
      {
        ...same,
        attributes: {},
        queue: 'inbound-chat',
        state: 'new',
        step: 0,
        submittedUtc: expect.any(Number) as number,
      },
    ]);
  });

  it('lists by tenant, media and state, and no tenant hears of another (MT-1)', async () => {
    const { interactionId } = (await post('/interactions', submission())).body;
    await post('/interactions', submission({ media: 'email', interactionId: 'mail' }));
    await post('/interactions', submission({ tenant: 'Resources', interactionId: 'theirs' }));
    await post(`/interactions/chat/${interactionId}/state`, { tenant: 'Environment', state: 'done' });
    const idsOf = async (query: object): Promise<readonly string[]> =>
      (await list(query)).body.interactions.map((one) => one.interactionId);

    expect(await idsOf({ tenant: 'Environment' })).toEqual([interactionId, 'mail']);
    expect(await idsOf({ tenant: 'Environment', media: 'email' })).toEqual(['mail']);
    expect(await idsOf({ tenant: 'Environment', state: 'done' })).toEqual([interactionId]);
    expect(await idsOf({ tenant: 'Resources' })).toEqual(['theirs']);
    expect(await post(`/interactions/chat/theirs/state`, { tenant: 'Environment', state: 'done' })).toMatchObject({
      ...{ status: 404, body: { error: { code: 'UNKNOWN_INTERACTION' } } },
    });
    expect(await statesOf('Resources')).toEqual({ theirs: 'new' });
  });

  it('brings an interaction forward, never back (property)', async () => {
    const order = ['new', 'in-progress', 'done'];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom('in-progress', 'done'), { maxLength: 5 }), async (wishes) => {
        const { interactionId } = (await post('/interactions', submission())).body;
        let reached = 0;
        for (const state of wishes) {
          const { status } = await post(`/interactions/chat/${interactionId}/state`, { tenant: 'Environment', state });
          expect(status).toBe(order.indexOf(state) < reached ? 409 : 200);
          reached = Math.max(reached, order.indexOf(state));
        }
        expect((await statesOf('Environment'))[interactionId]).toBe(order[reached]);
      }),
      { numRuns: 15 },
    );
  });

  it.each([
    ['no tenant (MT-1)', { tenant: undefined }, 400, 'INVALID_FIELD'],
    ['a media that is no name', { media: 'Fax!' }, 400, 'INVALID_FIELD'],
    ['a tenant not its own', { tenant: 'Acme' }, 403, 'TENANT_NOT_SERVED'],
    ['an endless attribute', { attributes: { a: 'x'.repeat(5_000) } }, 400, 'INVALID_FIELD'],
  ])('refuses %s', async (_case, difference, status, code) => {
    expect(await post('/interactions', submission(difference))).toMatchObject({ status, body: { error: { code } } });
  });

  it('takes nothing new while it may not (LB-5)', async () => {
    isAccepting = false;
    expect((await post('/interactions', submission())).status).toBe(503);
    expect((await list({ tenant: 'Environment' })).status).toBe(200);
    isAccepting = true;
  });

  it('finds by itself what was never submitted, and how far it came, once the media servers have tables', async () => {
    await reconciliation.run();
    expect(await statesOf('Environment')).toEqual({});

    for (const statements of [emailSchema, chatSchema])
      await createSchema(pool, { statements, clock: systemClock, onWait: () => undefined });
    const emails = new EmailStore(pool);
    const { interactionId } = await emails.store({
      ...{ submissionId: randomUUID(), tenant: 'Resources', service: 'sales', firstName: 'Ada', lastName: 'Lovelace' },
      ...{ fromAddress: 'ada@example.test', subject: 'A question', text: 'Hello' },
    });
    for (const chatId of ['lost', 'joined', 'over'])
      await storeChat(pool, { chatId, said: 'Hi', startedAt: '2000-01-01' });
    await post('/interactions', submission({ interactionId: 'over' }));
    await reconciliation.run();

    expect(await statesOf('Environment')).toEqual({ lost: 'new', joined: 'new', over: 'new' });
    expect(await statesOf('Resources')).toEqual({ [interactionId]: 'new' });

    for (const chatId of ['joined', 'over'])
      await storeMessage(pool, chatId, { index: 9, type: 'ParticipantJoined', by: 'Agent' });
    await pool.query(`UPDATE chat_session SET ended_at = 1 WHERE chat_id = 'over'`);
    await emails.reply(interactionId, 'Resources', { nickname: 'Bob', text: 'Done.' });
    await reconciliation.run();
    await reconciliation.run();

    expect(await statesOf('Environment')).toEqual({ lost: 'new', joined: 'in-progress', over: 'done' });
    expect(await statesOf('Resources')).toEqual({ [interactionId]: 'done' });
  });
});
