import { scryptSync } from 'node:crypto';
import type { Express } from 'express';
import fc from 'fast-check';
import request from 'supertest';
import { AgentAccounts } from '../../packages/samples/src/web-node/agent-login/agent-accounts.js';
import { sessionKeys } from '../../packages/samples/src/web-node/agent-login/session-keys.js';
import { cannedAnswers } from '../../packages/samples/src/web-node/agent/canned-answers.js';
import type { Scope } from '../../packages/samples/src/web-node/tenant-of-request.js';
import { agentOf, agentPassword, aWebNode } from './a-web-node.js';
import type { WebNode } from './a-web-node.js';

const browser = 'text/html,application/xhtml+xml,*/*;q=0.8';

describe('agents', () => {
  let node: WebNode;
  let app: Express;
  beforeEach(async () => {
    node = await aWebNode();
    ({ app } = node);
  });
  afterEach(() => node[Symbol.asyncDispose]());

  const logIn = (fields: object) => request(app).post('/agent/session').type('form').send(fields);

  it.each(['/agent', '/mailbox?to=ada@example.test'])('come to the login from %s, and back after it', async (path) => {
    const answer = await request(app).get(path).set('accept', browser).expect(303);
    const { searchParams, pathname } = new URL(answer.get('location') ?? '', 'http://web.test');

    expect(pathname).toBe('/agent/login');
    expect(searchParams.get('to')).toBe(path);
    const entered = await logIn({ username: 'erin', password: agentPassword, to: path }).expect(303);
    expect(entered.get('location')).toBe(path);
  });

  it('keep their session behind TLS that ends in front of us', async () => {
    await using secure = await aWebNode({ web: { 'secure-cookies': 'true' } });
    const fields = { username: 'erin', password: agentPassword };

    const entered = await request(secure.app).post('/agent/session').type('form').send(fields).expect(303);

    expect(String(entered.get('set-cookie'))).toMatch(/secure/i);
  });

  it('have the ready answers of their own tenants only', () => {
    const options = {
      'agent-answers.Theirs': { text: 'Only for Resources', tenants: 'Resources' },
      'agent-answers.Ours': { text: 'For everybody' },
    };
    const configuration = { application: () => ({ options }) } as unknown as Scope['configuration'];

    const answers = cannedAnswers({ configuration, application: 'WebAPIServer_1' }, ['Environment']);

    expect(answers.map(({ name }) => name)).toEqual(['Ours']);
  });

  it.each(['https://evil.test/', '//evil.test', '/agent@evil.test', '/status', ''])(
    'are not led to "%s" after the login',
    async (to) => {
      const entered = await logIn({ username: 'erin', password: agentPassword, to }).expect(303);

      expect(entered.get('location')).toBe('/agent');
    },
  );

  it.each([
    ['/agent/api/work?tenant=Environment', 'get'],
    ['/agent/api/contacts?tenant=Environment&emailAddress=a@b.test', 'get'],
    ['/agent/api/interactions?tenant=Environment', 'get'],
    ['/agent/api/callbacks?tenant=Environment', 'get'],
    ['/agent/api/chats/0123456789abcdef/join', 'post'],
    ['/agent/api/emails/1/reply', 'post'],
    ['/agent/api/callbacks/1/done', 'post'],
  ] as const)('who are not logged in hear 401 from %s', async (path, method) => {
    const asked = request(app);
    const answer = await asked[method](path).send(method === 'post' ? { tenant: 'Environment' } : undefined);

    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({ error: { code: 'LOGIN_REQUIRED' } });
  });

  it.each(['/agent/api/work', '/agent/api/interactions', '/agent/api/callbacks'])(
    'of one tenant hear 403 about another from %s',
    async (path) => {
      const erin = await agentOf(app, 'erin');

      const answer = await erin.get(path).query({ tenant: 'Resources' });

      expect(answer.status).toBe(403);
      expect(answer.body).toMatchObject({ error: { code: 'TENANT_NOT_YOURS' } });
    },
  );

  it('of one tenant can join no chat of another', async () => {
    const erin = await agentOf(app, 'erin');

    const body = { tenant: 'Resources', alias: 'A'.repeat(32), nickname: 'Erin' };
    const answer = await erin.post('/agent/api/chats/0123456789abcdef/join').send(body);

    expect(answer.status).toBe(403);
  });

  it.each([
    { username: 'erin', password: 'wrong' },
    { username: 'erin', password: '' },
    { username: 'nobody', password: agentPassword },
    { username: '__proto__', password: agentPassword },
    { username: 'constructor', password: agentPassword },
    {},
  ])('are told no more than that name or password is wrong: %j', async (fields) => {
    const answer = await logIn(fields).expect(401);

    expect(answer.text).toContain('Name or password is not right.');
    expect(answer.get('Set-Cookie')).toBeUndefined();
  });

  it('who guess are stopped after ten attempts', async () => {
    for (let attempt = 0; attempt < 10; attempt += 1) await logIn({ username: 'erin', password: 'x' }).expect(401);

    await logIn({ username: 'erin', password: agentPassword }).expect(429);
  });

  it('who guess from many addresses are stopped after sixty attempts at one account, and at no other', async () => {
    const guess = (attempt: number, fields: object) => logIn(fields).set('x-forwarded-for', `192.0.2.${attempt}`);
    for (let attempt = 0; attempt < 60; attempt += 1)
      await guess(attempt, { username: 'erin', password: 'x' }).expect(401);

    await guess(60, { username: 'erin', password: agentPassword }).expect(429);
    await guess(61, { username: 'agent', password: agentPassword }).expect(303);
  });

  it.each([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
  ])('are logged in and out by no page of another site: %j', async (headers) => {
    const erin = await agentOf(app, 'erin');

    const login = await logIn({ username: 'erin', password: agentPassword }).set(headers).expect(403);
    const logout = await erin.post('/agent/logout').set(headers).expect(403);

    expect([login, logout].map((answer) => answer.get('Set-Cookie'))).toEqual([undefined, undefined]);
    await erin.get('/agent/api/work?tenant=Environment').expect(200);
  });

  it.each([{ 'sec-fetch-site': 'same-origin' }, { host: 'shop.example', origin: 'https://shop.example' }])(
    'are logged in by our own page: %j',
    async (headers) => {
      await logIn({ username: 'erin', password: agentPassword }).set(headers).expect(303);
    },
  );

  it('have a cookie that scripts cannot read and other sites cannot send', async () => {
    const answer = await logIn({ username: 'erin', password: agentPassword });

    for (const cookie of answer.get('Set-Cookie') ?? []) expect(cookie).toMatch(/samesite=strict.*httponly/i);
  });

  it('are out after they logged out, and a changed cookie is none', async () => {
    const erin = await agentOf(app, 'erin');
    const out = await erin.post('/agent/logout').expect(303);
    expect((out.get('Set-Cookie') ?? []).some((cookie) => cookie.startsWith('agent=;'))).toBe(true);

    const forged = Buffer.from(JSON.stringify({ username: 'agent', untilMs: 9e15 })).toString('base64');
    await request(app)
      .get('/agent/api/work?tenant=Environment')
      .set('cookie', `agent=${forged}; agent.sig=x`)
      .expect(401);
  });

  it('are known to every web node that has the alias keys, and after a rotation of the keys', () => {
    const [first, second] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)].map((key) => key.toString('base64')) as [
      string,
      string,
    ];

    expect(sessionKeys([first])).toEqual(sessionKeys([first]));
    expect(sessionKeys([second, first])[1]).toBe(sessionKeys([first])[0]);
    expect(sessionKeys([first])[0]).not.toContain(first);
  });

  it('with a password of their own need just that one (property)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1 }), fc.string(), async (own, other) => {
        const salt = 'c2FsdA';
        const hash = scryptSync(own, Buffer.from(salt, 'base64url'), 32).toString('base64url');
        const options = { 'agent.own': { tenants: 'Environment', 'password-hash': `scrypt:${salt}:${hash}` } };
        const configuration = { application: () => ({ options }) };
        const accounts = new AgentAccounts({
          scope: { application: 'WebAPIServer_1', configuration } as never,
          password: 'common',
        });

        expect(await accounts.prove('own', own)).toMatchObject({ username: 'own', tenants: ['Environment'] });
        if (other !== own) expect(await accounts.prove('own', other)).toBeUndefined();
        if (own !== 'common') expect(await accounts.prove('own', 'common')).toBeUndefined();
      }),
      { numRuns: 10 },
    );
  });
});
