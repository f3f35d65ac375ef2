import type { LoadBalancerError } from '@eservices-lb/sdk';
import request from 'supertest';
import { anApplicationOf, anEstateWithServices, frameworks } from './an-express-application.js';
import type { Estate } from './an-estate.js';

interface Body {
  readonly tenant: string;
  readonly locals: string;
  readonly application: string;
  readonly alias: string;
}

describe.each(frameworks)('the door for Express, in $name', (framework) => {
  let estate: Estate;
  let refused: LoadBalancerError[];
  const post = (path: string, fields: Record<string, unknown> = {}) =>
    request(anApplicationOf(framework, estate, refused))
      .post(path)
      .type('form')
      .send(fields);
  const found = async (path: string, fields: Record<string, unknown> = {}): Promise<Body> =>
    JSON.parse((await post(path, fields).expect(200)).text) as Body;

  beforeEach(async () => {
    estate = await anEstateWithServices();
    refused = [];
  });
  afterEach(() => estate[Symbol.asyncDispose]());

  it('finds the tenant in the body, for the handler and for views', async () => {
    expect(await found('/', { tenant: 'Resources' })).toMatchObject({ tenant: 'Resources', locals: 'Resources' });
  });

  it('finds the tenant in the query', async () => {
    expect(await found('/?tenant=Resources')).toMatchObject({ tenant: 'Resources' });
  });

  it('finds the tenant in the header, where that is configured', async () => {
    const { text } = await post('/').set('x-tenant', 'Resources').expect(200);

    expect(JSON.parse(text)).toMatchObject({ tenant: 'Resources' });
  });

  it.each([
    [{}, '/', 'TENANT_REQUIRED'],
    [{ tenant: '' }, '/', 'TENANT_REQUIRED'],
    [{ tenant: 'Nobody' }, '/', 'UNKNOWN_TENANT'],
    [{ tenant: 'Unserved' }, '/', 'TENANT_NOT_SERVED'],
    [{ tenant: 'Environment' }, '/?tenant=Resources', 'AMBIGUOUS_PARAMETER'],
    [{ tenant: ['Environment', 'Resources'] }, '/', 'AMBIGUOUS_PARAMETER'],
    [{ tenant: { toString: 'Environment' } }, '/', 'AMBIGUOUS_PARAMETER'],
    [{}, '/?tenant=Environment&tenant=Resources', 'AMBIGUOUS_PARAMETER'],
    [{ tenant: 'Environment', alias: ['a', 'b'] }, '/', 'AMBIGUOUS_PARAMETER'],
  ])('answers 400 with a code of its own to %j at %s: %s (MT-1, LB-8)', async (fields, path, code) => {
    const { text, headers } = await post(path, fields).expect(400);

    expect(JSON.parse(text)).toEqual({ error: { code, message: expect.any(String), advice: expect.any(String) } });
    expect(headers).not.toHaveProperty('retry-after');
    expect(refused).toEqual([expect.objectContaining({ code })]);
  });

  it('selects a service for a request without alias, and the same one again by its alias', async () => {
    const { alias, application } = await found('/', { tenant: 'Environment' });
    const others = [
      await found('/', { tenant: 'Environment', alias: '' }),
      await found('/', { tenant: 'Environment', alias: '' }),
    ];
    const again = [await found(`/?alias=${alias}`, { tenant: 'Environment' })];

    expect(others.map((other) => other.application)).toContain(
      application === 'ChatServer_1' ? 'ChatServer_2' : 'ChatServer_1',
    );
    expect(again).toEqual([expect.objectContaining({ alias, application })]);
  });

  it('answers 410 alike to a forged alias, to another tenant’s and to one of another type', async () => {
    const { alias } = await found('/', { tenant: 'Environment' });
    const email = estate.loadBalancer.select({ tenant: 'Environment', type: 'EmailServer' });

    const answers = [
      await post('/', { tenant: 'Environment', alias: 'A'.repeat(32) }).expect(410),
      await post('/', { tenant: 'Resources', alias }).expect(410),
      await post('/', { tenant: 'Environment', alias: email.alias }).expect(410),
    ];

    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(JSON.parse(answers[0]!.text)).toMatchObject({ error: { code: 'ALIAS_INVALID' } });
    expect(refused.map(({ code }) => code)).toEqual(['ALIAS_INVALID', 'ALIAS_TENANT_MISMATCH', 'ALIAS_INVALID']);
  });

  it('answers 410 when the server of the session has stopped (LB-6)', async () => {
    const { alias, application } = await found('/', { tenant: 'Environment' });
    await estate.report(application, 'stopped');

    const { text } = await post('/', { tenant: 'Environment', alias }).expect(410);

    expect(JSON.parse(text)).toMatchObject({ error: { code: 'INSTANCE_STOPPED' } });
  });

  it('answers 503 with Retry-After, and names no server, when nobody is selectable', async () => {
    await estate.report('ChatServer_1', 'stopped');
    await estate.report('ChatServer_2', 'stopped');

    const { text, headers } = await post('/', { tenant: 'Environment' }).expect(503);

    expect(headers).toMatchObject({ 'retry-after': '3', 'cache-control': 'no-store' });
    expect(JSON.parse(text)).toMatchObject({ error: { code: 'NO_INSTANCE' } });
    expect(text).not.toMatch(/ChatServer|9\d\d\d|127\.0/);
    expect(refused[0]?.message).toContain('ChatServer_1');
  });
});
