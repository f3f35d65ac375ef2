import { startMockScs } from '@eservices-lb/mock-scs';
import type { MockScs } from '@eservices-lb/mock-scs';
import request from 'supertest';
import { z } from 'zod';
import { anEstate } from './small-estate.js';

const findingsSchema = z.object({
  findings: z.array(z.object({ path: z.array(z.union([z.string(), z.number()])), message: z.string() })),
});

describe('bad input', () => {
  let scs: MockScs;
  const call = (method: 'get' | 'post' | 'put' | 'patch' | 'delete', path: string) =>
    request(scs.url)[method](`/api/v1${path}`).set('Authorization', `Bearer ${scs.token}`);

  beforeEach(async () => {
    scs = await startMockScs({
      configuration: anEstate({ applications: [{ name: 'chat-1', version: '0', simulated: true }] }),
    });
  });
  afterEach(() => scs.close());

  it('lists all of 50 errors, each with the path of its field', async () => {
    const applications = Array.from({ length: 50 }, (_, index) => ({
      ...{ dbid: index + 1, name: `chat-${index}`, type: 'ChatServer', host: 'localhost' },
      tenants: ['Environment', `Tenant-${index}`],
    }));
    const hosts = [{ dbid: 1, name: 'localhost', address: '127.0.0.1' }];

    const { body } = await call('post', '/validate')
      .send({ tenants: [{ dbid: 1, name: 'Environment' }], hosts, applications })
      .expect(200);

    const { findings } = findingsSchema.parse(body);
    expect(findings.map(({ path }) => path)).toEqual(
      applications.map((_, index) => ['applications', index, 'tenants', 1]),
    );
  });

  const applications = (one: string, count: number): string =>
    `{"applications":[${`${one},`.repeat(count - 1)}${one}]}`;
  it.each([
    ['of millions of objects', applications('{}', 1_000_000), 1],
    ['of an object of millions of values', applications(`{"ports":[${'{},'.repeat(1_000_000)}{}]}`, 1), 1],
    ['whose run states are millions', `{"applications":[],"statuses":[${'{},'.repeat(1_000_000)}{}]}`, 1],
    ['that has more than a thousand errors', applications('{}', 15_000), 1_001],
    ['of lists in lists', `{"applications":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}`, 1],
  ])('judges a configuration %s, and says no more than one reads', async (_case, body, count) => {
    const answer = await call('post', '/validate').type('json').send(body).expect(200);

    expect(findingsSchema.parse(answer.body).findings).toHaveLength(count);
    expect(answer.text.length).toBeLessThan(1024 * 1024);
  });

  it('names the unknown field and where it stands', async () => {
    const { body } = await call('patch', '/applications/chat-1')
      .send({ ports: [{ port: 80, colour: 'red' }] })
      .expect(400);

    expect(body).toMatchObject({
      error: { field: 'ports.0.colour', message: expect.stringContaining('unknown field "ports.0.colour"') },
    });
  });

  it.each([
    ['a list', '[]'],
    ['null', 'null'],
    ['a polluting key', '{"__proto__":{"state":"disabled"},"constructor":{}}'],
    ['a name with a slash', '{"backup":"../x"}'],
  ])('refuses %s with 400 and changes nothing', async (_case, body) => {
    const before = scs.world.snapshot;

    await call('patch', '/applications/chat-1').set('Content-Type', 'application/json').send(body).expect(400);

    expect(scs.world.snapshot).toEqual(before);
  });

  it('lets no writer overwrite what it has not read: 412, and nothing is lost', async () => {
    const write = async (): Promise<number> => {
      let refusals = 0;
      for (;;) {
        const read = await call('get', '/applications/chat-1').expect(200);
        const { version } = z.object({ version: z.string() }).parse(read.body);
        const { status } = await call('patch', '/applications/chat-1')
          .set('If-Match', read.headers.etag ?? '')
          .send({ version: String(Number(version) + 1) });
        if (status === 200) return refusals;
        expect(status).toBe(412);
        refusals += 1;
      }
    };

    const refusals = await Promise.all(Array.from({ length: 10 }, write));

    expect(scs.world.object('application', 'chat-1').version).toBe('10');
    expect(refusals.reduce((sum, each) => sum + each, 0)).toBeGreaterThan(0);
  });
});
