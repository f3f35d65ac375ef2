import { startMockScs } from '@eservices-lb/mock-scs';
import type { MockScs } from '@eservices-lb/mock-scs';
import { ManualClock } from '@eservices-lb/sdk/testing';
import request from 'supertest';
import { eventually } from '../estate/eventually.js';
import { nextNews, serverSentEvents } from './server-sent-events.js';
import { anEstateOf } from './small-estate.js';

const kinds = [
  ['cut-streams', {}],
  ['silence', {}],
  ['delay', { delayMs: 500 }],
  ['duplicate', { probability: 0.5 }],
  ['reorder', { probability: 0.5 }],
  ['drop', { probability: 0.5 }],
  ['empty', {}],
  ['errors', { status: 500, probability: 0.5 }],
  ['forget-history', {}],
] as const;

describe('/api/v1/faults', () => {
  let scs: MockScs;
  let clock: ManualClock;
  const call = (method: 'get' | 'post' | 'delete', path = '', token = scs.token) =>
    request(scs.url)[method](`/api/v1/faults${path}`).set('Authorization', `Bearer ${token}`);
  const list = async (): Promise<unknown> => ((await call('get').expect(200)).body as { faults: unknown }).faults;

  beforeEach(async () => {
    clock = new ManualClock();
    scs = await startMockScs({ configuration: anEstateOf({ name: 'chat-1' }), clock, random: () => 0 });
  });
  afterEach(() => scs.close());

  it.each(kinds)('begins %s, shows it with the time left, and ends it by itself', async (kind, parameters) => {
    const { body } = await call('post', `/${kind}`)
      .send({ durationMs: 5000, ...parameters })
      .expect(201);
    clock.advance(2000);
    const during = await list();
    clock.advance(3000);

    expect(body).toMatchObject({ id: 1, kind, by: 'operator', durationMs: 5000, remainingMs: 5000, ...parameters });
    expect(during).toMatchObject([{ id: 1, kind, remainingMs: 3000, ...parameters }]);
    expect(await list()).toEqual([]);
    expect(scs.world.notices).toMatchObject([
      { level: 'warning', code: 'FAULT_ON', message: expect.stringContaining(kind) },
      { level: 'info', code: 'FAULT_OFF', message: expect.stringContaining(kind) },
    ]);
  });

  it('ends one of several, or all', async () => {
    for (const kind of ['silence', 'empty', 'drop']) await call('post', `/${kind}`).send({ durationMs: 5000 });

    await call('delete', '/2').expect(204);
    expect(await list()).toMatchObject([{ kind: 'silence' }, { kind: 'drop' }]);
    await call('delete').expect(204);
    expect(await list()).toEqual([]);
    expect(clock.pending).toBe(1); // the heartbeat
  });

  it.each([
    ['silence', {}, 'durationMs'],
    ['silence', { durationMs: 0 }, 'durationMs'],
    ['silence', { durationMs: 3_600_001 }, 'durationMs'],
    ['silence', { durationMs: 1, loudness: 3 }, 'loudness'],
    ['delay', { durationMs: 1 }, 'delayMs'],
    ['drop', { durationMs: 1, probability: 1.1 }, 'probability'],
    ['errors', { durationMs: 1, status: 404 }, 'status'],
  ])('refuses %s with %j, and names the field', async (kind, body, field) => {
    const answer = await call('post', `/${kind}`).send(body).expect(400);

    expect(answer.body).toMatchObject({ error: { code: 'INVALID_BODY', field } });
  });

  it.each([
    ['post', '/earthquake', 'UNKNOWN_FAULT'],
    ['delete', '/7', 'FAULT_NOT_ON'],
  ] as const)('answers 404 to %s %s', async (method, path, code) => {
    const { body } = await call(method, path).send({ durationMs: 1 }).expect(404);

    expect(body).toMatchObject({ error: { code } });
  });

  it('never stands in the way of ending it', async () => {
    await call('post', '/errors').send({ durationMs: 5000 }).expect(201);

    for (const path of ['/snapshot', '/applications', '/applications/chat-1', '/events', '/training-jobs']) {
      await request(scs.url).get(`/api/v1${path}`).set('Authorization', `Bearer ${scs.token}`).expect(503);
    }
    await request(scs.url).get('/api/v1/health').expect(200);
    await request(scs.url).get('/').expect(200);
    expect(await list()).toHaveLength(1);
    await call('delete', '/1').expect(204);
    await request(scs.url).get('/api/v1/snapshot').set('Authorization', `Bearer ${scs.token}`).expect(200);
  });

  it('answers an empty snapshot while empty is on', async () => {
    await call('post', '/empty').send({ durationMs: 5000 }).expect(201);

    const { body } = await request(scs.url).get('/api/v1/snapshot').set('Authorization', `Bearer ${scs.token}`);

    expect(body).toMatchObject({ ...scs.world.version, applications: [], tenants: [], statuses: [], hostStatuses: [] });
  });

  it('streams an empty snapshot to newcomers, and the true one when that is over', async () => {
    scs.faults.begin('empty', { durationMs: 5000 }, 'a test');
    const events = serverSentEvents(scs.url, { authorization: `Bearer ${scs.token}`, 'last-event-id': '1.0' });

    const first = await nextNews(events);
    clock.advance(5000);
    const second = await nextNews(events);
    await events.return(undefined);

    expect(first).toMatchObject({ event: 'snapshot', data: { applications: [] } });
    expect(second).toMatchObject({ event: 'snapshot', data: { applications: [{ name: 'chat-1' }] } });
  });

  it('lets nobody resume while the history is forgotten', async () => {
    const firstOf = async (): Promise<string> => {
      const { epoch, revision } = scs.world.version;
      const headers = { authorization: `Bearer ${scs.token}`, 'last-event-id': `${epoch}.${revision}` };
      const events = serverSentEvents(scs.url, headers);
      for await (const { event } of events) return event; // leaving the loop closes the stream
      return 'nothing';
    };

    expect(await firstOf()).toBe('heartbeat');
    scs.faults.begin('forget-history', { durationMs: 5000 }, 'a test');
    expect(await firstOf()).toBe('snapshot');
    scs.faults.endAll();
    expect(await firstOf()).toBe('heartbeat');
  });

  it('delays everything by the same time, and keeps the order when the delay ends early', async () => {
    const events = serverSentEvents(scs.url, { authorization: `Bearer ${scs.token}` });
    await nextNews(events);
    scs.faults.begin('delay', { durationMs: 60_000, delayMs: 500 }, 'a test');
    await nextNews(events); // the notice, which goes before the fault
    scs.world.report('chat-1', 'initializing');
    clock.advance(300);
    scs.world.report('chat-1', 'running');
    const pending = Promise.all([nextNews(events), nextNews(events), nextNews(events)]);
    clock.advance(200);
    scs.world.report('chat-1', 'running', { load: 1 });
    scs.faults.endAll();

    expect((await pending).map(({ id, event }) => [id.split('.')[1], event])).toEqual([
      ['1', 'status'],
      ['2', 'status'],
      ['3', 'status'],
    ]);
    await events.return(undefined);
  });

  it('lets several faults work together, the first one first', async () => {
    const events = serverSentEvents(scs.url, { authorization: `Bearer ${scs.token}` });
    await nextNews(events);
    scs.faults.begin('duplicate', { durationMs: 60_000, probability: 1 }, 'a test');
    scs.faults.begin('reorder', { durationMs: 60_000, probability: 1 }, 'a test');
    for (let notice = 0; notice < 3; notice += 1) await nextNews(events); // of the second fault two
    scs.world.report('chat-1', 'initializing');
    scs.world.report('chat-1', 'running');

    const ids: string[] = [];
    for (let count = 0; count < 4; count += 1) ids.push((await nextNews(events)).id.split('.')[1] ?? '');
    expect(ids).toEqual(['1', '1', '2', '2']);
    await events.return(undefined);
  });

  it('forgets streams that have ended', async () => {
    scs.faults.begin('delay', { durationMs: 60_000, delayMs: 500 }, 'a test');
    const before = clock.pending;
    const aborting = new AbortController();
    const response = await fetch(`${scs.url}/api/v1/events`, {
      headers: { authorization: `Bearer ${scs.token}` },
      signal: aborting.signal,
    });
    expect(response.status).toBe(200);
    expect(clock.pending).toBe(before + 1);

    aborting.abort();
    await eventually('the end of its timer', () => clock.pending === before || undefined);
  });

  it('bounds how many are on', async () => {
    for (let count = 0; count < 100; count += 1)
      scs.faults.begin('drop', { durationMs: 1000, probability: 0 }, 'a test');

    const { body } = await call('post', '/drop').send({ durationMs: 1000 }).expect(409);

    expect(body).toMatchObject({ error: { code: 'TOO_MANY_FAULTS' } });
  });
});
