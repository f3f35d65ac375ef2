import { startMockScs } from '@eservices-lb/mock-scs';
import type { MockScs } from '@eservices-lb/mock-scs';
import { createLoadBalancer } from '@eservices-lb/sdk';
import { estateSnapshotSchema } from '@eservices-lb/sdk/wire';
import request from 'supertest';
import { eventually } from '../estate/eventually.js';
import { anEstate } from './small-estate.js';

const examples = [
  ['switches', { dbid: 1, tenant: 'Environment', application: 'ixn' }],
  ['databases', { dbid: 1, tenants: ['Environment'] }],
  ['strategies', { dbid: 1, tenant: 'Environment', servers: ['urs-1'] }],
  ['training-jobs', { dbid: 1, tenant: 'Environment', application: 'training-1' }],
] as const;

describe('objects of every kind', () => {
  let scs: MockScs;
  const call = (method: 'get' | 'put' | 'patch' | 'delete', path: string) =>
    request(scs.url)[method](`/api/v1${path}`).set('Authorization', `Bearer ${scs.token}`);

  beforeEach(async () => {
    const applications = [
      { name: 'ixn', type: 'TServer', simulated: true },
      { name: 'urs-1', type: 'UniversalRoutingServer', simulated: true },
      { name: 'training-1', type: 'TrainingServer', simulated: true },
      { name: 'web', type: 'WebAPIServer', simulated: true },
    ];
    scs = await startMockScs({ configuration: anEstate({ applications }), epoch: 5 });
  });
  afterEach(() => scs.close());

  it.each(examples)('are created, read, changed and deleted at /%s', async (path, object) => {
    const created = await call('put', `/${path}/one`).send(object).expect(201);
    expect(created.body).toMatchObject({ name: 'one', ...object, state: 'enabled' });

    const tag = created.headers.etag ?? '';
    await call('patch', `/${path}/one`).set('If-Match', tag).send({ state: 'disabled' }).expect(200);
    await call('patch', `/${path}/one`).set('If-Match', tag).send({ state: 'enabled' }).expect(412);
    const { body } = await call('get', `/${path}`).expect(200);
    expect(Object.values(body as object)).toContainEqual([expect.objectContaining({ name: 'one', state: 'disabled' })]);

    await call('delete', `/${path}/one`).expect(204);
    await call('get', `/${path}/one`).expect(404);
  });

  it.each(examples)('refuse at /%s what refers to nothing', async (path, object) => {
    const lost = JSON.parse(JSON.stringify(object).replace('Environment', 'Nowhere')) as object;

    const { body } = await call('put', `/${path}/one`).send(lost).expect(422);

    expect(JSON.stringify(body)).toContain('unknown tenant \\"Nowhere\\"');
  });

  it('are all in the snapshot, and none is deleted while another refers to it', async () => {
    for (const [path, object] of examples) await call('put', `/${path}/one`).send(object).expect(201);

    const { body } = await call('get', '/snapshot').expect(200);
    const snapshot = estateSnapshotSchema.parse(body);

    expect([snapshot.switches, snapshot.databases, snapshot.strategies, snapshot.trainingJobs]).toMatchObject([
      [{ name: 'one' }],
      [{ name: 'one' }],
      [{ name: 'one' }],
      [{ name: 'one' }],
    ]);
    await call('delete', '/applications/urs-1').expect(422);
  });

  it('do not disturb a load balancer, which takes their changes as part of the history', async () => {
    await using lb = createLoadBalancer({ application: 'web', scs: [scs.url], token: scs.token });
    await lb.ready({ timeoutMs: 5000 });
    for (const [path, object] of examples) await call('put', `/${path}/one`).send(object).expect(201);
    scs.world.reportHost('localhost', 'disconnected');
    scs.world.notify({ level: 'info', code: 'TEST', message: 'only told' });
    scs.world.report('web', 'running');
    scs.world.reportHost('localhost', 'running');

    const { revision } = scs.world.version;
    await eventually('the last revision', () => (lb.health().revision === revision ? true : undefined));
    expect(lb.health()).toMatchObject({ source: 'live', epoch: 5 });
    expect(lb.health().counts).toMatchObject({ losses: 0, objectsRejected: 0 });
  });

  it('tell notices to whoever asks, and on the stream', async () => {
    scs.world.notify({ level: 'warning', code: 'FLAPPING', message: 'again', rule: 'BK-5' });

    const { body } = await call('get', '/notices').expect(200);

    expect(body).toMatchObject({ notices: [{ level: 'warning', code: 'FLAPPING', rule: 'BK-5', objects: [] }] });
  });
});
