import { startMockScs } from '@eservices-lb/mock-scs';
import type { MockScs, Role } from '@eservices-lb/mock-scs';
import { ManualClock } from '@eservices-lb/sdk/testing';
import request from 'supertest';
import { anEstateOf } from './small-estate.js';

const minuteMs = 60_000;

describe('a session of the console', () => {
  let scs: MockScs;
  let clock: ManualClock;

  const logIn = async (token = scs.token) => {
    const { body, headers } = await request(scs.url).post('/console/session').send({ token }).expect(200);
    const [setCookie = ''] = headers['set-cookie'] as unknown as string[];
    return { setCookie, cookie: setCookie.split(';')[0] ?? '', ...(body as { csrf: string; role: Role }) };
  };
  const snapshot = (cookie: string) => request(scs.url).get('/api/v1/snapshot').set('Cookie', cookie);
  const disable = (cookie: string) =>
    request(scs.url).post('/api/v1/applications/chat-1/disable').set('Cookie', cookie);

  beforeEach(async () => {
    clock = new ManualClock();
    scs = await startMockScs({ configuration: anEstateOf({ name: 'chat-1' }), clock });
  });
  afterEach(() => scs.close());

  it('begins with a token, and is a cookie that no script and no other site gets hold of', async () => {
    const { setCookie, role } = await logIn();

    expect(setCookie).toMatch(/; HttpOnly/);
    expect(setCookie).toMatch(/; SameSite=Strict/);
    expect(setCookie).not.toContain(scs.token);
    expect(role).toBe('configure');
  });

  it.each([
    ['a wrong token', { token: 'guess' }, 401],
    ['no token', {}, 400],
    ['something besides', { token: 'guess', remember: true }, 400],
  ])('does not begin with %s', async (_case, body, status) => {
    const { headers } = await request(scs.url).post('/console/session').send(body).expect(status);

    expect(headers['set-cookie']).toBeUndefined();
  });

  it('cannot be begun by a form of another site', async () => {
    await request(scs.url).post('/console/session').type('form').send({ token: scs.token }).expect(415);
  });

  it('reads without more ado, and tells a page that was loaded anew who it is', async () => {
    const { cookie, csrf } = await logIn();

    await snapshot(cookie).expect(200);
    const { body } = await request(scs.url).get('/console/session').set('Cookie', cookie).expect(200);
    expect(body).toEqual({ name: 'operator', role: 'configure', csrf });
    await request(scs.url).get('/console/session').expect(401);
  });

  it.each([
    ['without x-csrf-token', {}],
    ['with a wrong one', { 'x-csrf-token': 'guess' }],
  ])('changes nothing %s', async (_case, headers) => {
    const { cookie } = await logIn();

    const { body } = await disable(cookie).set(headers).expect(403);

    expect(body).toMatchObject({ error: { code: 'CSRF_TOKEN_WRONG' } });
    expect(scs.world.object('application', 'chat-1').state).toBe('enabled');
  });

  it('changes what its role allows with x-csrf-token, and no more', async () => {
    const { cookie, csrf } = await logIn(scs.access.tokens.issue({ name: 'night shift', role: 'operate' }));

    await disable(cookie).set('x-csrf-token', csrf).expect(200);
    const { body } = await request(scs.url)
      .delete('/api/v1/applications/chat-1')
      .set({ Cookie: cookie, 'x-csrf-token': csrf })
      .expect(403);
    expect(body).toMatchObject({ error: { code: 'FORBIDDEN' } });
  });

  it('has an x-csrf-token that is good for no other session', async () => {
    const [one, other] = [await logIn(), await logIn()];

    await disable(one.cookie).set('x-csrf-token', other.csrf).expect(403);
  });

  it('ends by logging out, which needs x-csrf-token too', async () => {
    const { cookie, csrf } = await logIn();

    await request(scs.url).delete('/console/session').set('Cookie', cookie).expect(403);
    await snapshot(cookie).expect(200);
    await request(scs.url).delete('/console/session').set({ Cookie: cookie, 'x-csrf-token': csrf }).expect(204);
    await snapshot(cookie).expect(401);
  });

  it('ends after half an hour in which nobody used it', async () => {
    const { cookie } = await logIn();
    clock.advance(29 * minuteMs);
    await snapshot(cookie).expect(200);
    clock.advance(29 * minuteMs);
    await snapshot(cookie).expect(200);

    clock.advance(30 * minuteMs);

    await snapshot(cookie).expect(401);
  });

  it('ends after twelve hours, however busy it is', async () => {
    const { cookie } = await logIn();
    for (let passed = 20; passed < 12 * 60; passed += 20) {
      clock.advance(20 * minuteMs);
      await snapshot(cookie).expect(200);
    }

    clock.advance(20 * minuteMs);

    await snapshot(cookie).expect(401);
  });

  it('ends with its token', async () => {
    const { cookie } = await logIn(scs.access.tokens.issue({ name: 'night shift', role: 'operate' }));
    await snapshot(cookie).expect(200);

    scs.access.tokens.issue({ name: 'night shift', role: 'operate' });

    await snapshot(cookie).expect(401);
  });

  it('takes its event streams with it', async () => {
    const { cookie, csrf } = await logIn();
    const stream = await fetch(`${scs.url}/api/v1/events`, { headers: { cookie } });
    const read = stream.text();

    await request(scs.url).delete('/console/session').set({ Cookie: cookie, 'x-csrf-token': csrf }).expect(204);

    await expect(read).rejects.toThrow();
  });

  it('is not the one of another control server on the same machine', async () => {
    const other = await startMockScs({ configuration: anEstateOf({ name: 'chat-1' }), token: scs.token });
    const { cookie } = await logIn();

    const answer = await request(other.url).get('/api/v1/snapshot').set('Cookie', cookie);
    await other.close();

    expect(answer.status).toBe(401);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });
});
