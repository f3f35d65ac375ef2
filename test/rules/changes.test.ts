import { startMockScs } from '@eservices-lb/mock-scs';
import type { MockScs } from '@eservices-lb/mock-scs';
import request from 'supertest';
import { anEstateOf, estateInput, tenantNames, to } from './an-estate-of.js';
import type { EstateFields } from './an-estate-of.js';

const emailServer = (name: string, ...tenants: readonly string[]): EstateFields['applications'][number] => ({
  name,
  type: 'EmailServer',
  tenants,
});

/** Two E-mail Servers are right, `Wrong_1` and `Wrong_2` have been wrong since before. */
const configuration = anEstateOf({
  databases: [{ name: 'first' }, { name: 'second' }],
  applications: [
    emailServer('Email_1', 'Environment'),
    emailServer('Email_2', 'Resources'),
    emailServer('Wrong_1', ...tenantNames),
    emailServer('Wrong_2', ...tenantNames),
    { name: 'SMS', type: 'SMSServer', simulated: true },
    { name: 'IXN', type: 'InteractionServer', simulated: true, connections: to('DAP') },
    { name: 'DAP', type: 'DatabaseAccessPoint', database: 'first', simulated: true },
    emailServer('Email_3', 'Environment'),
  ],
});

describe('a change of the configuration', () => {
  let scs: MockScs;
  const call = (method: 'get' | 'post' | 'put' | 'patch' | 'delete', path: string) =>
    request(scs.url)[method](`/api/v1${path}`).set('Authorization', `Bearer ${scs.token}`);

  beforeEach(async () => {
    scs = await startMockScs({ configuration, epoch: 1 });
  });
  afterEach(() => scs.close());

  it('is refused where it adds an error, with rule, path and remedy, and changes nothing', async () => {
    const { body } = await call('patch', '/applications/Email_1').send({ tenants: tenantNames }).expect(422);

    expect(body).toEqual({
      error: {
        code: 'CONFIGURATION_REFUSED',
        message: expect.stringContaining('(MT-3)'),
        findings: [
          {
            rule: 'MT-3',
            severity: 'error',
            path: ['applications', 0, 'tenants', 1],
            message: expect.stringContaining('"Email_1"'),
            objects: [
              { kind: 'application', name: 'Email_1' },
              { kind: 'tenant', name: 'Resources' },
            ],
            remedy: expect.stringContaining('another instance'),
          },
        ],
      },
    });
    expect(scs.world.object('application', 'Email_1').tenants).toEqual(['Environment']);
    expect(scs.world.version.revision).toBe(0);
  });

  it('is refused where a new application breaks a rule', async () => {
    const application = { dbid: 99, type: 'WebAPIServer', host: 'one', tenants: tenantNames };

    const { body } = await call('put', '/applications/Web').send(application).expect(422);

    expect(body).toMatchObject({ error: { findings: [{ rule: 'MT-3', path: ['applications', 8, 'tenants', 1] }] } });
    expect(scs.world.has('application', 'Web')).toBe(false);
  });

  it('mends a configuration that is wrong elsewhere too, one object at a time', async () => {
    await call('patch', '/applications/Wrong_2')
      .send({ tenants: ['Environment'] })
      .expect(200);
    await call('patch', '/applications/Wrong_1').send({ version: '8.5' }).expect(200);
    await call('patch', '/applications/Wrong_1')
      .send({ tenants: ['Resources'] })
      .expect(200);

    const { body } = await call('get', '/findings').expect(200);
    expect(body).toMatchObject({ findings: [] });
  });

  it('is refused where deleting adds an error', async () => {
    const { body } = await call('delete', '/applications/Email_2').expect(422);

    expect(body).toMatchObject({ error: { findings: [{ rule: 'MT-2' }] } });
  });

  it('passes with warnings, which are answered and mean nothing when they are sent back', async () => {
    const social = { dbid: 99, type: 'SocialMessagingServer', host: 'one', tenants: tenantNames };

    const { body } = await call('put', '/applications/Social').send(social).expect(201);
    await call('put', '/applications/Social')
      .send({ ...body, version: '8.5' })
      .expect(200);

    expect(body).toMatchObject({ name: 'Social', warnings: [{ rule: 'MT-3', severity: 'warning' }] });
  });

  it('answers no warnings where there are none', async () => {
    const { body } = await call('patch', '/applications/Email_1').send({ version: '8.5' }).expect(200);

    expect(body).not.toHaveProperty('warnings');
  });

  it('warns that a running SMS Server keeps its tenants until it is restarted (MT-4)', async () => {
    scs.world.report('SMS', 'running');

    const { body } = await call('patch', '/applications/SMS')
      .send({ tenants: ['Resources'] })
      .expect(200);

    expect(body).toMatchObject({
      warnings: [{ rule: 'MT-4', message: expect.stringContaining('until it is restarted') }],
    });
  });

  it('shows the hazard of another database before a switchover makes it real (IXN-9)', async () => {
    scs.world.report('IXN', 'running');

    const { body: changed } = await call('patch', '/applications/DAP').send({ database: 'second' }).expect(200);
    const { body: listed } = await call('get', '/findings').expect(200);
    scs.world.report('IXN', 'stopped');
    const { body: stopped } = await call('get', '/findings').expect(200);

    expect(changed).toMatchObject({ database: 'second', warnings: [{ rule: 'IXN-9' }] });
    expect(rulesIn(listed)).toContain('IXN-9');
    expect(rulesIn(stopped)).not.toContain('IXN-9');
  });

  it('of the state alone is held against no rule', async () => {
    await call('post', '/applications/Wrong_1/disable').expect(200);
    await call('post', '/tenants/Resources/disable').expect(200);
  });
});

describe('POST /validate', () => {
  it('gives every finding, errors and warnings', async () => {
    await using scs = await startMockScs({ configuration, epoch: 1 });
    const input = estateInput({
      applications: [
        emailServer('Email', ...tenantNames),
        { name: 'Social', type: 'SocialMessagingServer', tenants: tenantNames },
      ],
    });
    const validate = (body: object) =>
      request(scs.url).post('/api/v1/validate').set('Authorization', `Bearer ${scs.token}`).send(body).expect(200);

    const { body } = await validate(input);
    const { body: warned } = await validate({ ...input, applications: (input.applications as object[]).slice(1) });

    expect(body).toMatchObject({ isUsable: false });
    expect(rulesIn(body)).toEqual(['MT-2', 'MT-2', 'MT-3', 'MT-3']);
    expect(warned).toMatchObject({ isUsable: true, findings: [{ rule: 'MT-3', severity: 'warning' }] });
  });
});

const rulesIn = (body: unknown): readonly unknown[] =>
  (body as { findings: { rule?: string }[] }).findings.map(({ rule }) => rule);
