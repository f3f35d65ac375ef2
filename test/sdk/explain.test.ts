import type { SelectionRequest } from '@eservices-lb/sdk';
import type { Application } from '@eservices-lb/sdk/wire';
import { aChatServer, aCluster, anEmailServer, anEstate, aSnapshot, aWebApiServer, status } from './an-estate.js';

const chat: SelectionRequest = { tenant: 'Environment', type: 'ChatServer' };
const backup = aChatServer(51, { name: 'ChatServer_1B', isPrimary: false });
const withBackup = aChatServer(1, { backup: 'ChatServer_1B' });
const nested = [
  aWebApiServer(['Outer']),
  aCluster('Outer', ['InnerCluster']),
  aCluster('InnerCluster', ['ChatServer_1']),
  aChatServer(1),
];
const nestingRefused =
  'Application Cluster "Outer" contains Application Cluster "InnerCluster": only one level is allowed (LB-9), so what is behind "InnerCluster" is not reached that way. Connect its members to "Outer" directly.';

describe('what explain says of a candidate', () => {
  it.each<[string, readonly Application[], Partial<SelectionRequest>, string]>([
    ['selectable', [aChatServer(1)], {}, 'running'],
    ['of another tenant', [aChatServer(1)], { tenant: 'Resources' }, 'not assigned to tenant Resources'],
    ['excluded', [aChatServer(1)], { exclude: ['ChatServer_1'] }, 'excluded by the request'],
    ['outside the cluster', [aChatServer(1)], { cluster: 'Cluster' }, 'not reached through Cluster'],
    ['of no service', [aChatServer(1)], { service: 'fax' }, 'not connected as service fax'],
    ['disabled', [aChatServer(1, { state: 'disabled' })], {}, 'disabled in configuration, finishing what it has'],
    ['not connected', [aWebApiServer([]), aChatServer(1)], {}, 'not on the Connections of WebAPIServer_1'],
    [
      'the backup of a server that is not connected',
      [aWebApiServer([]), withBackup, backup],
      {},
      'not on the Connections of WebAPIServer_1',
    ],
    ['behind two clusters', nested, {}, `not on the Connections of WebAPIServer_1 (${nestingRefused})`],
  ])('that is %s', async (_case, applications, difference, reason) => {
    await using estate = await anEstate(aSnapshot(applications));

    const [first] = estate.loadBalancer.explain({ ...chat, ...difference });

    expect(first).toEqual({
      ...{ application: 'ChatServer_1', dbid: 201, selectable: reason === 'running', reason },
      isDraining: reason.startsWith('disabled'),
    });
  });

  it('names the primary of a backup that is out of reach with it', async () => {
    await using estate = await anEstate(aSnapshot([aWebApiServer([]), withBackup, backup]));

    expect(estate.loadBalancer.explain(chat).map(({ application, reason }) => `${application} is ${reason}`)).toEqual([
      'ChatServer_1 is not on the Connections of WebAPIServer_1',
      'ChatServer_1B is the backup of ChatServer_1, which is not on the Connections',
    ]);
  });

  it('is said without a name where the load balancer is no application of the configuration', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1)]), { application: 'Stranger' });

    expect(estate.loadBalancer.explain(chat)[0]?.reason).toBe('not on the Connections of the application');
  });

  it('comes in the order of DBIDs, for candidates of the type only, whatever the order of the configuration', async () => {
    const servers = [aChatServer(9), aChatServer(1), anEmailServer(1), aChatServer(8), aChatServer(20)];
    await using estate = await anEstate(aSnapshot(servers));

    expect(estate.loadBalancer.explain(chat).map(({ dbid }) => dbid)).toEqual([201, 208, 209, 220]);
  });

  it.each<[string, string, string]>([
    ['stopped', 'stopped', 'disabled in configuration'],
    ['unknown', 'of unknown status, its host or Local Control Agent is lost', 'disabled in configuration'],
    ['initializing', 'initializing', 'disabled in configuration'],
    ['suspending', 'suspending, finishing what it has', 'disabled in configuration, finishing what it has'],
  ] as const)('that is %s differs with whether it is disabled', async (value, enabled, disabled) => {
    const statuses = [1, 2].map((number) => status(`ChatServer_${number}`, value as 'stopped'));
    const servers = [aChatServer(1), aChatServer(2, { state: 'disabled' })];
    await using estate = await anEstate(aSnapshot(servers, { statuses }));

    expect(estate.loadBalancer.explain(chat).map(({ reason }) => reason)).toEqual([enabled, disabled]);
  });

  it('becomes the message of the refusal, candidate by candidate', async () => {
    const servers = [aChatServer(1, { state: 'disabled' }), aChatServer(2, { tenants: ['Resources'] })];
    await using estate = await anEstate(aSnapshot(servers));

    expect(() => estate.loadBalancer.select(chat)).toThrow(
      'ChatServer_1 is disabled in configuration, finishing what it has, ChatServer_2 is not assigned to tenant Environment.',
    );
    expect(() => estate.loadBalancer.select({ ...chat, type: 'StatServer' })).toThrow(
      'No StatServer is selectable for tenant "Environment": none is configured.',
    );
  });
});
