import { StateDirectory, startMockScs } from '@eservices-lb/mock-scs';
import type { MockScs } from '@eservices-lb/mock-scs';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { anEstateOf } from './small-estate.js';

describe('the audit trail', () => {
  let scs: MockScs;
  let directory: string;
  const start = () =>
    startMockScs({
      configuration: anEstateOf({ name: 'chat-1' }, { name: 'chat-2' }),
      state: new StateDirectory(directory),
    });
  const call = (method: 'get' | 'post' | 'put' | 'patch' | 'delete', path: string, token = scs.token) =>
    request(scs.url)[method](`/api/v1${path}`).set('Authorization', `Bearer ${token}`);
  const entries = async (query = ''): Promise<readonly Record<string, unknown>[]> =>
    ((await call('get', `/audit${query}`).expect(200)).body as { entries: Record<string, unknown>[] }).entries;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'audit-'));
    scs = await start();
  });
  afterEach(async () => {
    await scs.close();
    rmSync(directory, { recursive: true });
  });

  it('says who changed which fields of what, from where, and with what outcome', async () => {
    await call('patch', '/applications/chat-1')
      .send({ options: { chat: { limit: '5' } }, version: '8.1' })
      .expect(200);

    expect(await entries()).toEqual([
      {
        at: expect.any(Number),
        actor: 'operator',
        role: 'configure',
        from: '127.0.0.1',
        method: 'PATCH',
        path: '/api/v1/applications/chat-1',
        object: { kind: 'application', name: 'chat-1' },
        changes: [
          { field: 'version', from: '8.1.4', to: '8.1' },
          { field: 'options.chat.limit', to: '5' },
        ],
        status: 200,
      },
    ]);
  });

  it('keeps actions and deletions, and nothing that only reads or judges', async () => {
    await call('get', '/snapshot').expect(200);
    await call('post', '/validate').send({ applications: [] }).expect(200);
    await call('post', '/applications/chat-1/disable').expect(200);
    await call('delete', '/applications/chat-2').expect(204);

    expect((await entries()).map(({ method, path, status }) => [method, path, status])).toEqual([
      ['POST', '/api/v1/applications/chat-1/disable', 200],
      ['DELETE', '/api/v1/applications/chat-2', 204],
    ]);
  });

  it('keeps refused attempts: who is unknown, who may not, and what is wrong', async () => {
    const reader = scs.access.tokens.issue({ name: 'ci', role: 'read' });
    await request(scs.url).get('/api/v1/snapshot').expect(401);
    await call('delete', '/applications/chat-1', reader).expect(403);
    await call('patch', '/applications/chat-1')
      .send({ tenants: ['Nowhere'] })
      .expect(422);

    expect(await entries()).toMatchObject([
      { actor: null, role: null, method: 'GET', status: 401 },
      { actor: 'ci', role: 'read', method: 'DELETE', status: 403 },
      { actor: 'operator', changes: [{ field: 'tenants', from: ['Environment'], to: ['Nowhere'] }], status: 422 },
    ]);
  });

  it('shows no secret, wherever it stands', async () => {
    const startInfo = {
      commandLine: 'node',
      commandLineArguments: ['--db', 'postgres://chat:S3cret@db/x', '--password', 'S3cret', '--token=S3cret'],
    };
    await call('patch', '/applications/chat-1')
      .send({ options: { smtp: { password: 'S3cret' }, 'private-keys': { main: 'S3cret' } }, startInfo })
      .expect(200);
    await request(scs.url).post('/console/session').send({ token: scs.token }).expect(200);

    const shown = JSON.stringify(await entries());
    expect(shown).toContain('options.smtp.password');
    expect(shown).toContain('[redacted]');
    expect(shown).not.toContain('S3cret');
    expect(shown).not.toContain(scs.token);
    expect(readFileSync(join(directory, 'audit.jsonl'), 'utf8')).not.toContain('S3cret');
  });

  it('bears bodies as deep and as odd as they like, which are refused as what they are', async () => {
    const deep = `{"tenants":${'['.repeat(60_000)}${']'.repeat(60_000)}}`;
    await call('patch', '/applications/chat-1').type('json').send(deep).expect(400);
    await call('patch', '/applications/chat-1').type('json').send('{"__proto__":{"state":"disabled"}}').expect(400);
    await call('patch', '/applications/chat-1').type('json').send('[1]').expect(400);
    await call('post', '/validate').type('json').send(deep).expect(200);

    expect((await entries()).map(({ status }) => status)).toEqual([400, 400, 400]);
  });

  it('can be asked for an actor, an object, and the last few', async () => {
    const shift = scs.access.tokens.issue({ name: 'night shift', role: 'operate' });
    await call('post', '/applications/chat-1/disable').expect(200);
    await call('post', '/applications/chat-1/enable', shift).expect(200);
    await call('post', '/applications/chat-2/disable', shift).expect(200);

    expect(await entries('?actor=night%20shift')).toHaveLength(2);
    expect(await entries('?object=chat-1')).toHaveLength(2);
    expect(await entries('?object=application/chat-2')).toHaveLength(1);
    expect(await entries('?limit=1')).toMatchObject([{ path: '/api/v1/applications/chat-2/disable' }]);
    await call('get', '/audit?limit=none').expect(400);
  });

  it('is a file for its owner only, and is there again after a restart', async () => {
    await call('post', '/applications/chat-1/disable').expect(200);
    const before = await entries();
    await scs.close();

    scs = await start();

    expect(statSync(join(directory, 'audit.jsonl')).mode & 0o777).toBe(0o600);
    expect(await entries()).toEqual(before);
  });
});
