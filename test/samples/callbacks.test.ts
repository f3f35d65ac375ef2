import { randomUUID } from 'node:crypto';
import nock from 'nock';
import request from 'supertest';
import { utcOfLocalTime } from '../../packages/samples/src/web-node/callbacks/local-time.js';
import { aWebNode, callbackServer, otherServers } from './a-web-node.js';
import type { WebNode } from './a-web-node.js';

// What nock replaces is Node's own, which the next test file of the same worker uses too.
afterAll(() => {
  nock.restore();
});

const at = '2030-01-31T14:30:00.000Z';
const wish = { service: 'support', name: 'Ada', phoneNumber: '+1 213 373 4253', at };
const stored = { callbackId: 'c1', service: 'support', name: 'Ada', phoneNumber: '+12133734253', at, state: 'new' };
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

describe('call-backs', () => {
  let node: WebNode;
  let heard: Record<string, unknown>[];
  beforeEach(async () => {
    node = await aWebNode({ more: otherServers });
    heard = [];
  });
  afterEach(async () => {
    await node[Symbol.asyncDispose]();
    nock.abortPendingRequests();
    nock.cleanAll();
  });

  const callbackServerAnswers = (status: number, body: object): void => {
    nock(callbackServer)
      .persist()
      .post('/callbacks', (sent: Record<string, unknown>) => heard.push(sent) > 0)
      .reply(status, body);
  };

  it.each(['form', 'json'])(
    'are asked for in a %s, of a Callback Server of the tenant of the service',
    async (type) => {
      callbackServerAnswers(201, stored);

      const { body } = await request(node.app).post('/api/callbacks').type(type).send(wish).expect(200);

      expect(body).toEqual({ callbackId: 'c1', at });
      expect(heard).toEqual([{ ...wish, tenant: 'Environment', requestId: expect.stringMatching(uuid) as string }]);
    },
  );

  it('carry the request number that the client made up', async () => {
    callbackServerAnswers(200, stored);
    const requestId = randomUUID();

    await request(node.app)
      .post('/api/callbacks')
      .send({ ...wish, requestId })
      .expect(200);

    expect(heard).toMatchObject([{ requestId }]);
  });

  it.each<[object, number, number]>([
    [{ name: '' }, 400, 932],
    [{ phoneNumber: '' }, 400, 930],
    [{ at: '' }, 400, 931],
    [{ at: 'tomorrow' }, 400, 931],
    [{ name: ['a', 'b'] }, 400, 909],
    [{ service: 'nothing' }, 400, 905],
    [{ service: 'open' }, 400, 901],
    [{ tenant: 'Resources' }, 400, 904],
    [{ requestId: 'x' }, 400, 909],
    [{ name: 'x'.repeat(300) }, 400, 909],
  ])('are refused with %j, before anybody is asked', async (difference, status, code) => {
    const answer = await request(node.app)
      .post('/api/callbacks')
      .send({ ...wish, ...difference });

    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ errors: [{ code, advice: expect.any(String) as string }] });
    expect(heard).toEqual([]);
  });

  it.each(['form', 'json'])('are refused in a %s that is too large', async (type) => {
    const name = 'x'.repeat(300_000);
    const answer = await request(node.app)
      .post('/api/callbacks')
      .type(type)
      .send({ ...wish, name });

    expect(answer).toMatchObject({ status: 413, body: { errors: [{ code: 912 }] } });
  });

  it.each<[string, string, number]>([
    ['text/plain', 'x', 415],
    ['application/json', '{', 400],
    ['application/json', '[]', 400],
    ['application/json', '{"__proto__":{"name":"Ada"}}', 400],
    ['multipart/form-data; boundary=x', '--x\r\nbroken', 400],
    ['application/x-www-form-urlencoded', 'name[toString]=x', 400],
  ])('are refused as %s with the body %s', async (type, body, status) => {
    const answer = await request(node.app).post('/api/callbacks').set('content-type', type).send(body);

    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ errors: [{ code: expect.any(Number) as number }] });
  });

  it.each([
    ['PHONE_NUMBER_MALFORMED', 'phoneNumber', 930],
    ['TIME_PASSED', 'at', 931],
    ['TIME_TOO_FAR', 'at', 931],
  ])('are refused where the Callback Server says %s', async (code, field, number) => {
    callbackServerAnswers(400, { error: { code, field, message: 'Not like this.' } });

    const { body } = await request(node.app).post('/api/callbacks').send(wish).expect(400);

    expect(body).toMatchObject({ errors: [{ code: number, message: 'Not like this.' }] });
  });

  it('cannot be asked for while no Callback Server runs, and say so', async () => {
    await node.estate.report('CallbackServer_1', 'stopped');
    const stopped = await request(node.app).post('/api/callbacks').send(wish);
    await node.estate.report('CallbackServer_1', 'running');
    const silent = await request(node.app).post('/api/callbacks').send(wish);

    expect(stopped).toMatchObject({ status: 503, body: { errors: [{ code: 240 }] } });
    expect(silent).toMatchObject({ status: 503, body: { errors: [{ code: 911 }] } });
  });

  it('can be asked for by a page that needs no script, sent twice is once', async () => {
    callbackServerAnswers(201, stored);
    const page = await request(node.app).get('/callback').expect(200);
    const requestId = /name="requestId" value="([^"]+)"/.exec(page.text)?.[1];

    const form = { ...wish, at: '2030-01-31T14:30', requestId };
    const answer = await request(node.app).post('/callback').type('form').send(form).expect(200);

    expect(heard).toMatchObject([{ requestId, at, tenant: 'Environment' }]);
    expect(answer.text).toContain('+12133734253');
    expect(answer.text).toContain('c1');
  });

  it('show the form again with what was written, and what is wrong, as text', async () => {
    const form = { ...wish, name: '"><script>alert(1)</script>', phoneNumber: '', requestId: randomUUID() };

    const { text } = await request(node.app).post('/callback').type('form').send(form).expect(400);

    expect(text).toContain('This is no telephone number that we can call.');
    expect(text).toContain(`value="${form.requestId}"`);
    expect(text).not.toContain('<script>alert');
    expect((await request(node.app).post('/callback').type('form').send('name[toString]=x')).status).toBe(400);
  });

  it('are listed to the agents of the tenant, who say when they have called', async () => {
    nock(callbackServer)
      .get('/callbacks?tenant=Environment')
      .reply(200, { callbacks: [stored] });
    nock(callbackServer).post('/callbacks/c1/done', { tenant: 'Environment' }).reply(200, { isFirst: true });
    nock(callbackServer).post('/callbacks/c1/done').reply(200, { isFirst: false });
    nock(callbackServer)
      .post('/callbacks/c2/done')
      .reply(404, { error: { code: 'UNKNOWN_CALLBACK', message: 'No.' } });
    const done = (id: string) => node.asAgent.post(`/agent/api/callbacks/${id}/done`).send({ tenant: 'Environment' });

    const list = await node.asAgent.get('/agent/api/callbacks?tenant=Environment').expect(200);

    expect(list.body).toEqual({ callbacks: [stored] });
    expect((await done('c1').expect(200)).body).toEqual({ done: 'by-you' });
    expect((await done('c1').expect(200)).body).toEqual({ done: 'already' });
    await done('c2').expect(404);
    await node.asAgent.get('/agent/api/callbacks').expect(400);
  });
});

describe('the moment that a clock shows', () => {
  it.each([
    ['2030-01-31T14:30', 'UTC', '2030-01-31T14:30:00.000Z'],
    ['2030-01-31T14:30', 'Europe/Berlin', '2030-01-31T13:30:00.000Z'],
    ['2030-07-31T14:30', 'America/New_York', '2030-07-31T18:30:00.000Z'],
    ['2030-01-31T14:30', 'Asia/Kolkata', '2030-01-31T09:00:00.000Z'],
    // Clocks go back from 3:00 to 2:00: 2:30 is shown twice.
    ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    // Clocks leap from 2:00 to 3:00: 2:30 is never shown.
    ['2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
  ])('%s in %s is %s', (local, zone, utc) => {
    expect(utcOfLocalTime(local, zone)).toBe(utc);
  });

  it('is none where the day does not exist', () => {
    expect(utcOfLocalTime('2030-13-31T14:30', 'UTC')).toBeUndefined();
  });
});
