import { randomUUID } from 'node:crypto';
import { systemClock } from '@eservices-lb/sdk';
import { ManualClock } from '@eservices-lb/sdk/testing';
import type { Express } from 'express';
import { Pool } from 'pg';
import request from 'supertest';
import { serviceApplication } from '../../packages/servers/src/application-server/service-application.js';
import { callbackRoutes } from '../../packages/servers/src/callback-server/callback-routes.js';
import { callbackSchema } from '../../packages/servers/src/callback-server/callback-schema.js';
import { CallbackStore } from '../../packages/servers/src/callback-server/callback-store.js';
import { DueCalls } from '../../packages/servers/src/callback-server/due-calls.js';
import { askingDatabase } from '../../packages/servers/src/database/asking-database.js';
import { createSchema } from '../../packages/servers/src/database/create-schema.js';
import { eventually } from '../estate/eventually.js';
import { freePortBase } from '../estate/free-port-base.js';
import { authorization, serviceSecret, silentLog } from './application-surroundings.js';
import { startDatabaseProcess } from './database-process.js';

interface Answer {
  readonly status: number;
  readonly body: {
    readonly callbackId: string;
    readonly phoneNumber: string;
    readonly at: string;
    readonly state: string;
    readonly isFirst: boolean;
    readonly error: { readonly code: string; readonly field?: string };
    readonly callbacks: readonly { readonly callbackId: string; readonly name: string; readonly state: string }[];
  };
}

const minute = 60_000;
const day = 1_440 * minute;

describe('Callback Server', () => {
  const clock = new ManualClock();
  const lost: unknown[] = [];
  let database: { stop(): Promise<void> };
  let pool: Pool;
  let app: Express;
  let isAccepting = true;

  const inMs = (ms: number): string => new Date(clock.wallClock() + ms).toISOString();
  const wish = (difference: object = {}) => ({
    ...{ requestId: randomUUID(), tenant: 'Environment', service: 'support', name: 'Ada' },
    ...{ phoneNumber: '(213) 373-4253', at: inMs(minute), ...difference },
  });
  const post = async (path: string, body: object): Promise<Answer> => {
    const { status, body: answer } = await request(app).post(path).set('authorization', authorization).send(body);
    return { status, body: answer as Answer['body'] };
  };
  const list = async (tenant: string): Promise<Answer> => {
    const answer = await request(app).get('/callbacks').query({ tenant }).set('authorization', authorization);
    return { status: answer.status, body: answer.body as Answer['body'] };
  };
  const stateOf = async (callbackId: string): Promise<string | undefined> =>
    (await list('Environment')).body.callbacks.find((one) => one.callbackId === callbackId)?.state;

  beforeAll(async () => {
    const port = await freePortBase();
    database = await startDatabaseProcess(port);
    pool = new Pool({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres', max: 4 });
    await createSchema(pool, { statements: callbackSchema, clock: systemClock, onWait: () => undefined });
    const routes = callbackRoutes({
      store: new CallbackStore(pool),
      askDatabase: askingDatabase({ lost: (error) => lost.push(error) }),
      utcTime: () => clock.wallClock(),
      tenants: () => ['Environment', 'Resources'],
      country: () => 'US',
      isAccepting: () => isAccepting,
      onReceived: () => undefined,
    });
    app = serviceApplication(routes, { serviceSecret, isBackup: () => false, log: silentLog });
  }, 60_000);
  afterAll(async () => {
    await pool.end();
    await database.stop();
  });

  it('stores a call before it is acknowledged, with the number in its international form', async () => {
    const { status, body } = await post('/callbacks', wish());

    expect(status).toBe(201);
    expect(body).toMatchObject({ phoneNumber: '+12133734253', at: inMs(minute), state: 'new' });
    const { rows } = await pool.query('SELECT phone_number FROM callback_request WHERE callback_id = $1', [
      body.callbackId,
    ]);
    expect(rows).toEqual([{ phone_number: '+12133734253' }]);
  });

  it('is asked for once, however often the same request comes, at the same time or later', async () => {
    const same = wish({ name: 'Once' });

    const answers = await Promise.all([1, 2, 3].map(() => post('/callbacks', same)));
    clock.advance(2 * minute);
    answers.push(await post('/callbacks', same));

    expect(new Set(answers.map(({ body }) => body.callbackId)).size).toBe(1);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201]);
    expect((await list('Environment')).body.callbacks.filter(({ name }) => name === 'Once')).toHaveLength(1);
  });

  it.each<[string, () => object, string, string]>([
    ['a time that has passed', () => ({ at: inMs(0) }), 'TIME_PASSED', 'at'],
    ['a time beyond thirty days', () => ({ at: inMs(30 * day + 1) }), 'TIME_TOO_FAR', 'at'],
    ['no time', () => ({ at: 'tomorrow' }), 'INVALID_FIELD', 'at'],
    ['no name', () => ({ name: '  ' }), 'INVALID_FIELD', 'name'],
    ['no number', () => ({ phoneNumber: 'call me' }), 'PHONE_NUMBER_MALFORMED', 'phoneNumber'],
    ['an impossible number', () => ({ phoneNumber: '+1 213' }), 'PHONE_NUMBER_MALFORMED', 'phoneNumber'],
    ['no tenant (MT-1)', () => ({ tenant: undefined }), 'INVALID_FIELD', 'tenant'],
  ])('refuses %s, and names the field', async (_case, difference, code, field) => {
    const { status, body } = await post('/callbacks', wish(difference()));

    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code, field });
  });

  it('takes a time exactly thirty days away', async () => {
    expect((await post('/callbacks', wish({ at: inMs(30 * day) }))).status).toBe(201);
  });

  it('keeps the tenants apart: lists, request numbers, and who is called (MT-1)', async () => {
    const asked = wish({ name: 'Only Environment' });
    const { callbackId } = (await post('/callbacks', asked)).body;

    const others = (await list('Resources')).body.callbacks;
    expect(others.map(({ name }) => name)).not.toContain('Only Environment');
    expect(await post('/callbacks', { ...asked, tenant: 'Resources' })).toMatchObject({
      ...{ status: 409, body: { error: { code: 'REQUEST_ID_TAKEN' } } },
    });
    expect(await post(`/callbacks/${callbackId}/done`, { tenant: 'Resources' })).toMatchObject({ status: 404 });
    expect((await post('/callbacks', wish({ tenant: 'Acme' }))).status).toBe(403);
    expect(await stateOf(callbackId)).toBe('new');
  });

  it('is due when its time has come, also without being asked for, and done once', async () => {
    const { callbackId } = (await post('/callbacks', wish({ at: inMs(10 * minute) }))).body;
    const store = new CallbackStore(pool);
    const dueCalls = new DueCalls({ store, tenants: () => ['Environment'], clock, log: silentLog });
    dueCalls.watch();

    clock.advance(10 * minute);
    await eventually('the call to be due', async () => {
      const { rows } = await pool.query<{ state: string }>(
        'SELECT state FROM callback_request WHERE callback_id = $1',
        [callbackId],
      );
      return rows[0]?.state === 'due' ? true : undefined;
    });
    await dueCalls.close();

    expect((await post(`/callbacks/${callbackId}/done`, { tenant: 'Environment' })).body.isFirst).toBe(true);
    expect((await post(`/callbacks/${callbackId}/done`, { tenant: 'Environment' })).body.isFirst).toBe(false);
    expect(await stateOf(callbackId)).toBe('done');
  });

  it('takes nothing new while it may not, but still tells and marks what it has (LB-5)', async () => {
    const { callbackId } = (await post('/callbacks', wish())).body;
    isAccepting = false;

    expect((await post('/callbacks', wish())).status).toBe(503);
    expect(await stateOf(callbackId)).toBe('new');
    isAccepting = true;
  });

  it('says 503 where the database does not answer, and that it is lost', async () => {
    const nobody = new Pool({ host: '127.0.0.1', port: 1, user: 'postgres' });
    const routes = callbackRoutes({
      ...{ store: new CallbackStore(nobody), askDatabase: askingDatabase({ lost: (error) => lost.push(error) }) },
      ...{ utcTime: () => clock.wallClock(), tenants: () => ['Environment'], country: () => '' },
      ...{ isAccepting: () => true, onReceived: () => undefined },
    });
    const alone = serviceApplication(routes, { serviceSecret, isBackup: () => false, log: silentLog });

    const answer = await request(alone).post('/callbacks').set('authorization', authorization).send(wish());

    expect(answer).toMatchObject({ status: 503, body: { error: { code: 'DATABASE_UNAVAILABLE' } } });
    expect(lost).toHaveLength(1);
    await nobody.end();
  });
});
