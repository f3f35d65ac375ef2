import { startMockScs } from '@eservices-lb/mock-scs';
import type { MockScs } from '@eservices-lb/mock-scs';
import request from 'supertest';
import { anEstate } from './small-estate.js';

const estate = anEstate({
  tenants: [
    { dbid: 1, name: 'Environment' },
    { dbid: 2, name: 'Resources' },
  ],
  applications: [
    {
      ...{ name: 'web-1', type: 'WebAPIServer', ports: [{ port: 8080 }] },
      connections: [{ application: 'chat-1' }, { application: 'chat-2' }, { application: 'emails' }],
    },
    { name: 'chat-1', ports: [{ id: 'webapi', port: 8111 }] },
    { name: 'chat-2', ports: [{ id: 'webapi', port: 8112 }], tenants: ['Resources'] },
    { name: 'chat-3', ports: [{ id: 'webapi', port: 8113 }] },
    { name: 'email-1', type: 'EmailServer', ports: [{ port: 8121 }] },
    { name: 'emails', type: 'ApplicationCluster', host: undefined, connections: [{ application: 'email-1' }] },
  ],
});

describe('reach', () => {
  let scs: MockScs;
  beforeEach(async () => {
    scs = await startMockScs({ configuration: estate });
    for (const name of ['chat-1', 'chat-2', 'chat-3', 'email-1']) scs.world.report(name, 'running');
  });
  afterEach(() => scs.close());

  const ask = async (query: string, status = 200, name = 'web-1'): Promise<ReachBody> => {
    const path = `/api/v1/applications/${name}/reach${query}`;
    const { body } = await request(scs.url).get(path).set('Authorization', `Bearer ${scs.token}`).expect(status);
    return body as ReachBody;
  };
  const said = async (query: string): Promise<Record<string, string>> =>
    Object.fromEntries(
      (await ask(query)).candidates.map(({ application, isSelectable, reasons }) => [
        application,
        `${isSelectable ? 'yes' : 'no'}: ${reasons.join('; ')}`,
      ]),
    );

  it('tells what an application is balanced to for a tenant, through clusters too, and why not to the rest', async () => {
    expect(await said('?tenant=Environment')).toEqual({
      'chat-1': 'yes: running',
      'chat-2': 'no: not assigned to tenant Environment',
      'chat-3': 'no: not on the Connections of web-1',
      'email-1': 'yes: running',
    });
  });

  it('follows the estate', async () => {
    scs.world.report('chat-1', 'stopped');
    scs.world.disable('application', 'email-1');

    expect(await said('?tenant=Environment')).toMatchObject({
      'chat-1': 'no: stopped',
      'email-1': 'no: disabled in configuration, finishing what it has',
    });
  });

  it('reaches nothing for a tenant that the application itself does not have (LB-8)', async () => {
    const { candidates } = await ask('?tenant=Resources');

    expect(candidates.filter(({ isSelectable }) => isSelectable)).toEqual([]);
    expect(candidates.find(({ application }) => application === 'chat-2')?.reasons).toEqual([
      'web-1 itself is not assigned to tenant Resources',
      'running',
    ]);
  });

  it.each([
    ['', 400, 'web-1', 'TENANT_MISSING'],
    ['?tenant=Nobody', 404, 'web-1', 'UNKNOWN_TENANT'],
    ['?tenant=Environment', 404, 'nobody', 'UNKNOWN_APPLICATION'],
  ])('refuses %j with %i for %s', async (query, status, name, code) => {
    expect(await ask(query, status, name)).toMatchObject({ error: { code } });
  });
});

interface ReachBody {
  readonly candidates: readonly {
    readonly application: string;
    readonly isSelectable: boolean;
    readonly reasons: readonly string[];
  }[];
}
