import { startMockScs } from '@eservices-lb/mock-scs';
import type { MockScs, Role } from '@eservices-lb/mock-scs';
import request from 'supertest';
import { anEstateOf } from './small-estate.js';

const a = (role: Role) => ({ name: `a ${role} token`, role });

describe('roles', () => {
  let scs: MockScs;
  const as = (token: string, method: 'get' | 'post' | 'put' | 'patch' | 'delete', path: string) =>
    request(scs.url)[method](`/api/v1${path}`).set('Authorization', `Bearer ${token}`);

  beforeEach(async () => {
    scs = await startMockScs({ configuration: anEstateOf({ name: 'chat-1' }) });
  });
  afterEach(() => scs.close());

  it.each([
    ['get', '/snapshot', 200],
    ['get', '/applications/chat-1', 200],
    ['get', '/notices', 200],
    ['get', '/audit', 200],
    ['post', '/validate', 200],
  ] as const)('lets read %s %s', async (method, path, status) => {
    const body = method === 'post' ? { applications: [] } : undefined;

    await as(scs.access.tokens.issue(a('read')), method, path)
      .send(body)
      .expect(status);
  });

  it.each([
    ['read', 'post', '/applications/chat-1/disable', 'operate'],
    ['read', 'post', '/hosts/localhost/disable', 'operate'],
    ['read', 'patch', '/applications/chat-1', 'configure'],
    ['operate', 'put', '/applications/chat-2', 'configure'],
    ['operate', 'patch', '/applications/chat-1', 'configure'],
    ['operate', 'delete', '/applications/chat-1', 'configure'],
    ['operate', 'post', '/something/new', 'configure'],
    ['operate', 'post', '/faults/silence', 'configure'],
  ] as const)('refuses %s to %s %s, and names the role that it needs', async (role, method, path, needed) => {
    const { body } = await as(scs.access.tokens.issue(a(role)), method, path)
      .send({ state: 'disabled' })
      .expect(403);

    expect(body).toMatchObject({ error: { code: 'FORBIDDEN', message: expect.stringContaining(`role "${needed}"`) } });
    expect(scs.world.version.revision).toBe(0);
  });

  it('lets operate act, and configure change', async () => {
    await as(scs.access.tokens.issue(a('operate')), 'post', '/applications/chat-1/disable').expect(200);
    await as(scs.access.tokens.issue(a('configure')), 'patch', '/applications/chat-1')
      .send({ state: 'enabled' })
      .expect(200);
  });

  it('takes back the token that a new one of the same name replaces', async () => {
    const former = scs.access.tokens.issue(a('read'));
    const latter = scs.access.tokens.issue(a('read'));

    await as(former, 'get', '/snapshot').expect(401);
    await as(latter, 'get', '/snapshot').expect(200);
  });

  it('takes back the token of an application that is deleted', async () => {
    const token = scs.access.tokens.issue({ name: 'application chat-1', role: 'read' });
    await as(token, 'get', '/snapshot').expect(200);

    await as(scs.token, 'delete', '/applications/chat-1').expect(204);

    await as(token, 'get', '/snapshot').expect(401);
  });

  it('accepts what another control server issued, without knowing the tokens', async () => {
    const other = await startMockScs({ configuration: anEstateOf({ name: 'chat-1' }) });
    const token = other.access.tokens.issue({ name: 'application WebAPIServer_1', role: 'read' });
    await other.close();

    scs.access.tokens.accept(other.access.tokens.issued.filter(({ name }) => name.startsWith('application ')));

    await as(token, 'get', '/snapshot').expect(200);
    await as(other.token, 'get', '/snapshot').expect(401);
  });
});
