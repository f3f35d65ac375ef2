import { startMockScs } from '@eservices-lb/mock-scs';
import type { MockScs } from '@eservices-lb/mock-scs';
import request from 'supertest';
import { anEstateOf } from './small-estate.js';

describe('failed authentications', () => {
  let scs: MockScs;
  const get = (token: string) => request(scs.url).get('/api/v1/snapshot').set('Authorization', `Bearer ${token}`);
  const failUntilLimited = async (): Promise<request.Response> => {
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const answer = await get(`guess-${attempt}`);
      if (answer.status === 429) return answer;
    }
    throw new Error('a hundred guesses were answered');
  };

  beforeEach(async () => {
    scs = await startMockScs({ configuration: anEstateOf({ name: 'chat-1' }) });
  });
  afterEach(() => scs.close());

  it('are answered 429 with Retry-After when they are too many', async () => {
    const { headers, body } = await failUntilLimited();

    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect(body).toMatchObject({ error: { code: 'TOO_MANY_FAILURES' } });
  });

  it('shut out nobody who has a good token, used before or new, at the same address', async () => {
    await get(scs.token).expect(200);
    await failUntilLimited();

    await get(scs.token).expect(200);
    await get(scs.access.tokens.issue({ name: 'late', role: 'read' })).expect(200);
  });

  it('are only those: good tokens are not counted', async () => {
    for (let attempt = 0; attempt < 60; attempt += 1) await get(scs.token).expect(200);

    await get('guess').expect(401);
  });

  it('fill neither the audit trail nor its file without end', async () => {
    await failUntilLimited();
    const before = scs.access.audit.find({ limit: 1000 }).length;

    for (let attempt = 0; attempt < 20; attempt += 1) await get('guess').expect(429);

    expect(scs.access.audit.find({ limit: 1000 })).toHaveLength(before);
  });

  it('count at the login of the console too', async () => {
    await failUntilLimited();

    await request(scs.url).post('/console/session').send({ token: 'guess' }).expect(429);
    await request(scs.url).post('/console/session').send({ token: scs.token }).expect(200);
  });
});
