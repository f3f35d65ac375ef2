import { openApiDocument, startMockScs } from '@eservices-lb/mock-scs';
import type { MockScs } from '@eservices-lb/mock-scs';
import { snapshotSchema } from '@eservices-lb/sdk/wire';
import request from 'supertest';
import { anEstateOf } from './small-estate.js';

describe('the HTTP API', () => {
  let scs: MockScs;
  const call = (method: 'get' | 'post' | 'put' | 'patch' | 'delete', path: string) =>
    request(scs.url)[method](`/api/v1${path}`).set('Authorization', `Bearer ${scs.token}`);

  beforeEach(async () => {
    scs = await startMockScs({
      configuration: anEstateOf({ name: 'chat-1', ports: [{ id: 'webapi', port: 8111 }] }),
      epoch: 7,
    });
  });
  afterEach(() => scs.close());

  it('answers the snapshot of the wire', async () => {
    const { body } = await call('get', '/snapshot').expect(200);

    expect(snapshotSchema.parse(body).applications[0]?.name).toBe('chat-1');
  });

  it.each([
    ['no token', {}],
    ['a wrong token', { Authorization: 'Bearer guess' }],
    ['another scheme', { Authorization: 'Basic Z3Vlc3M=' }],
  ])('answers 401 to %s', async (_case, headers) => {
    const { body, headers: answered } = await request(scs.url).get('/api/v1/snapshot').set(headers).expect(401);

    expect(body).toMatchObject({ error: { code: 'UNAUTHENTICATED' } });
    expect(answered['www-authenticate']).toContain('Bearer');
  });

  it.each(['/', '/console.js', '/console.css', '/docs/', '/openapi.json', '/api/v1/health'])(
    'shows %s to everybody',
    async (path) => {
      await request(scs.url).get(path).expect(200);
    },
  );

  it('allows no inline script on the console', async () => {
    const { headers, text } = await request(scs.url).get('/');

    expect(headers['content-security-policy']).toContain("script-src 'self'");
    expect(text).not.toMatch(/<script(?![^>]*src=)/);
  });

  it.each([
    [400, 'MALFORMED_JSON', 'application/json', '{"state":'],
    [413, 'BODY_TOO_LARGE', 'application/json', JSON.stringify({ state: 'x'.repeat(300_000) })],
    [415, 'UNSUPPORTED_MEDIA_TYPE', 'text/plain', 'state=disabled'],
    [400, 'INVALID_BODY', 'application/json', '{"state":"sleepy"}'],
    [400, 'INVALID_BODY', 'application/json', '{"colour":"red"}'],
    [400, 'INVALID_BODY', 'application/json', '{"dbid":5}'],
    [422, 'CONFIGURATION_REFUSED', 'application/json', '{"tenants":["Nowhere"]}'],
  ])('answers %i %s to a bad change', async (status, code, type, body) => {
    const answer = await call('patch', '/applications/chat-1').set('Content-Type', type).send(body).expect(status);

    expect(answer.body).toMatchObject({ error: { code, message: expect.any(String) } });
  });

  it.each([
    ['get', '/nothing', 'NO_SUCH_ROUTE'],
    ['get', '/applications/nobody', 'UNKNOWN_APPLICATION'],
    ['get', '/tenants/nobody', 'UNKNOWN_TENANT'],
    ['post', '/applications/nobody/enable', 'UNKNOWN_APPLICATION'],
    ['post', '/applications/chat-1/dance', 'UNKNOWN_ACTION'],
  ] as const)('answers 404 to %s %s', async (method, path, code) => {
    const { body } = await call(method, path).expect(404);

    expect(body).toMatchObject({ error: { code } });
  });

  it('answers 400, not 500, to a path that cannot be decoded', async () => {
    await call('get', '/applications/%E0%A4%A').expect(400);
  });

  it('disables and enables, and answers the application with its status and revision', async () => {
    const disabled = await call('post', '/applications/chat-1/disable').expect(200);
    const enabled = await call('post', '/applications/chat-1/enable').expect(200);

    expect(disabled.body).toMatchObject({
      name: 'chat-1',
      state: 'disabled',
      status: 'stopped',
      epoch: 7,
      revision: 1,
    });
    expect(enabled.body).toMatchObject({ state: 'enabled', revision: 2 });
  });

  it.each(['service-unavailable', 'available', 'suspend', 'resume', 'stop', 'stop-gracefully', 'kill', 'start'])(
    'answers 409 to %s of an application that is stopped and has no Start Info',
    async (action) => {
      const { body } = await call('post', `/applications/chat-1/${action}`).expect(409);

      expect(body).toMatchObject({ error: { code: 'IMPOSSIBLE_NOW', message: expect.stringContaining('"chat-1"') } });
    },
  );

  it('changes only the fields that a patch names', async () => {
    const { body } = await call('patch', '/applications/chat-1')
      .send({ options: { chat: { limit: '5' } } })
      .expect(200);

    expect(body).toMatchObject({ options: { chat: { limit: '5' } }, ports: [{ id: 'webapi', port: 8111 }] });
  });

  it('refuses a change by somebody who has not seen the last one', async () => {
    const seen = String((await call('get', '/applications/chat-1')).headers.etag);
    await call('patch', '/applications/chat-1').set('If-Match', seen).send({ state: 'disabled' }).expect(200);

    const { body } = await call('patch', '/applications/chat-1')
      .set('If-Match', seen)
      .send({ state: 'enabled' })
      .expect(412);

    expect(body).toMatchObject({ error: { code: 'CHANGED_MEANWHILE' } });
  });

  it('adds, replaces and deletes applications', async () => {
    const chat2 = { dbid: 2, type: 'ChatServer', host: 'localhost', tenants: ['Environment'] };

    await call('put', '/applications/chat-2').send(chat2).expect(201);
    const { body } = await call('get', '/applications/chat-2').expect(200);
    await call('put', '/applications/chat-2')
      .send({ ...body, version: '8.5' })
      .expect(200);
    await call('delete', '/applications/chat-2').expect(204);
    await call('get', '/applications/chat-2').expect(404);
  });

  it('judges a configuration without using it', async () => {
    const { body } = await call('post', '/validate')
      .send({ applications: [{ name: 'a', dbid: 1, type: 'StatServer', host: 'h' }] })
      .expect(200);

    expect(body).toEqual({
      isUsable: false,
      findings: [
        { path: ['applications', 0, 'host'], message: 'application "a": unknown host "h"', severity: 'error' },
      ],
    });
  });

  it('describes every route that it has', async () => {
    const { paths, components, openapi } = openApiDocument();
    const { body } = await request(scs.url).get('/openapi.json').expect(200);

    expect(openapi).toBe('3.1.0');
    expect(body).toEqual(JSON.parse(JSON.stringify(openApiDocument())));
    expect(Object.keys(paths ?? {})).toEqual(
      expect.arrayContaining([
        '/api/v1/faults/cut-streams',
        '/api/v1/audit',
        '/console/session',
        '/api/v1/snapshot',
        '/api/v1/applications/{name}/kill',
        '/api/v1/hosts/{name}/disable',
      ]),
    );
    expect(Object.keys(components?.schemas ?? {})).toEqual(
      expect.arrayContaining(['Application', 'Snapshot', 'Error']),
    );
    const references = JSON.stringify(body).match(/#\/components\/schemas\/\w+/g) ?? [];
    for (const reference of references) expect(components?.schemas).toHaveProperty(reference.split('/').at(-1) ?? '');
  });
});
