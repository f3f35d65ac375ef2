import type { SelectionRequest } from '@eservices-lb/sdk';
import {
  aChatServer,
  aCluster,
  anApplication,
  anEmailServer,
  anEstate,
  aSnapshot,
  aWebApiServer,
  status,
} from './an-estate.js';

const chat: SelectionRequest = { tenant: 'Environment', type: 'ChatServer' };

describe('select', () => {
  it('gives host, port, URL and a short opaque alias (LB-10)', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1)]));

    const service = estate.loadBalancer.select(chat);

    expect(service).toMatchObject({
      ...{ application: 'ChatServer_1', dbid: 201, host: '127.0.0.1', port: 9201, secure: false },
      ...{ url: 'http://127.0.0.1:9201', member: 'primary' },
    });
    expect(service.alias).toMatch(/^[A-Za-z0-9_-]{32}$/);
  });

  it('gives each instance in turn', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1), aChatServer(2), aChatServer(3)]));

    const picks = Array.from({ length: 6 }, () => estate.loadBalancer.select(chat).application);

    expect(picks).toEqual([
      'ChatServer_1',
      'ChatServer_2',
      'ChatServer_3',
      'ChatServer_1',
      'ChatServer_2',
      'ChatServer_3',
    ]);
  });

  it('gives nobody but those assigned to the tenant', async () => {
    const servers = [aChatServer(1), aChatServer(2, { tenants: ['Resources'] })];
    await using estate = await anEstate(aSnapshot(servers));

    const picks = Array.from(
      { length: 4 },
      () => estate.loadBalancer.select({ ...chat, tenant: 'Resources' }).application,
    );

    expect(new Set(picks)).toEqual(new Set(['ChatServer_2']));
  });

  it('gives only what the Connections reach (LB-2)', async () => {
    const servers = [aWebApiServer(['ChatServer_2']), aChatServer(1), aChatServer(2)];
    await using estate = await anEstate(aSnapshot(servers));

    expect(estate.loadBalancer.select(chat).application).toBe('ChatServer_2');
    expect(estate.loadBalancer.explain(chat)[0]?.reason).toBe('not on the Connections of WebAPIServer_1');
  });

  it('gives the same through an Application Cluster as directly, and no double share to those connected twice (LB-9, LB-12)', async () => {
    const servers = [aChatServer(1), aChatServer(2)];
    const through = [
      aWebApiServer(['Cluster', 'ChatServer_1']),
      aCluster('Cluster', ['ChatServer_1', 'ChatServer_2']),
      ...servers,
    ];
    await using direct = await anEstate(aSnapshot(servers));
    await using clustered = await anEstate(aSnapshot(through));

    const picks = [direct, clustered].map(({ loadBalancer }) =>
      Array.from({ length: 4 }, () => loadBalancer.select(chat)),
    );

    expect(picks[1]).toEqual(picks[0]);
  });

  it('takes a disabled cluster, and a cluster within a cluster, for nothing (LB-9, LB-11)', async () => {
    const disabled = aCluster('Cluster', ['ChatServer_1'], { state: 'disabled' });
    const outer = aCluster('OuterCluster', ['InnerClusters']);
    const inner = aCluster('InnerClusters', ['ChatServer_1']);
    const servers = [aWebApiServer(['Cluster', 'OuterCluster']), disabled, outer, inner, aChatServer(1)];
    await using estate = await anEstate(aSnapshot(servers));

    expect(() => estate.loadBalancer.select(chat)).toThrow(expect.objectContaining({ code: 'NO_INSTANCE' }));
  });

  it('gives no instance of a tenant that is not on the Web API Server, although the instance serves it (LB-8)', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1, { tenants: ['Environment', 'Unserved'] })]));

    expect(() => estate.loadBalancer.select({ ...chat, tenant: 'Unserved' })).toThrow(
      expect.objectContaining({ code: 'TENANT_NOT_SERVED' }),
    );
  });

  it('says of what is behind a cluster within a cluster why it is not reached (LB-9)', async () => {
    const [outer, inner] = [aCluster('Outer', ['InnerCluster']), aCluster('InnerCluster', ['ChatServer_1'])];
    await using estate = await anEstate(aSnapshot([aWebApiServer(['Outer']), outer, inner, aChatServer(1)]));

    expect(() => estate.loadBalancer.select(chat)).toThrow(/only one level is allowed \(LB-9\)/);
    expect(estate.warnings).toEqual([expect.stringContaining('"Outer" contains Application Cluster "InnerCluster"')]);
  });

  it('tells Third Party Servers apart by the service that their connection names, the member’s own winning (IXN-6, LB-11)', async () => {
    const server = (number: number) =>
      anApplication({ dbid: 600 + number, name: `Server_${number}`, type: 'ThirdPartyServer' });
    const cluster = aCluster('FaxCluster', [], {
      connections: [
        { application: 'Server_2', parameters: {} },
        { application: 'Server_3', parameters: { service: 'im' } },
      ],
    });
    const webApiServer = aWebApiServer([], {
      connections: [
        { application: 'Server_1', parameters: { service: 'im' } },
        { application: 'FaxCluster', parameters: { service: 'fax' } },
      ],
    });
    await using estate = await anEstate(aSnapshot([webApiServer, cluster, server(1), server(2), server(3)]));
    const selectable = (service: string): string[] =>
      estate.loadBalancer
        .explain({ tenant: 'Environment', type: 'ThirdPartyServer', service })
        .filter((candidate) => candidate.selectable)
        .map(({ application }) => application);

    expect(selectable('fax')).toEqual(['Server_2']);
    expect(selectable('im')).toEqual(['Server_1', 'Server_3']);
    expect(
      estate.loadBalancer.select({ tenant: 'Environment', type: 'ThirdPartyServer', service: 'fax' }),
    ).toMatchObject({
      application: 'Server_2',
    });
  });

  it('gives only what is reached through the Application Cluster that is asked for', async () => {
    const servers = [aCluster('Cluster', ['ChatServer_1']), aChatServer(1), aChatServer(2)];
    await using estate = await anEstate(aSnapshot([aWebApiServer(['Cluster', 'ChatServer_2']), ...servers]));
    const picks = (cluster: string): Set<string> =>
      new Set([1, 2, 3].map(() => estate.loadBalancer.select({ ...chat, cluster }).application));

    expect(picks('Cluster')).toEqual(new Set(['ChatServer_1']));
    expect(() => picks('OtherCluster')).toThrow(expect.objectContaining({ code: 'NO_INSTANCE' }));
  });

  it('passes over those the request excludes', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1), aChatServer(2)]));

    const picks = Array.from({ length: 4 }, () => estate.loadBalancer.select({ ...chat, exclude: ['ChatServer_1'] }));

    expect(new Set(picks.map(({ application }) => application))).toEqual(new Set(['ChatServer_2']));
  });

  it('takes a disabled instance out at once, and back at once when it is enabled and still running (LB-7)', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1), aChatServer(2)]));
    const names = (): Set<string> => new Set([1, 2, 3].map(() => estate.loadBalancer.select(chat).application));

    await estate.configure(aChatServer(1, { state: 'disabled' }));
    expect(names()).toEqual(new Set(['ChatServer_2']));
    await estate.configure(aChatServer(1));
    expect(names()).toEqual(new Set(['ChatServer_1', 'ChatServer_2']));
  });

  it('gives nobody who has not reported RUNNING (LB-4)', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1)], { statuses: [] }));

    expect(() => estate.loadBalancer.select(chat)).toThrow('ChatServer_1 is stopped');
    await estate.report('ChatServer_1', 'running');
    expect(estate.loadBalancer.select(chat).application).toBe('ChatServer_1');
  });

  it('knows a status that came before its application', async () => {
    const snapshot = aSnapshot([aWebApiServer(['ChatServer_1'])], { statuses: [status('ChatServer_1', 'running')] });
    await using estate = await anEstate(snapshot);

    await estate.configure(aChatServer(1));

    expect(estate.loadBalancer.select(chat).application).toBe('ChatServer_1');
  });

  it('allocates nothing for the same pick twice: the very same service is given', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1)]));

    expect(estate.loadBalancer.select(chat)).toBe(estate.loadBalancer.select(chat));
  });

  it.each<[string, SelectionRequest, string]>([
    ['no tenant (MT-1)', { ...chat, tenant: '' }, 'TENANT_REQUIRED'],
    ['no tenant at all (MT-1)', { type: 'ChatServer' } as SelectionRequest, 'TENANT_REQUIRED'],
    ['a tenant that does not exist', { ...chat, tenant: 'Acme' }, 'UNKNOWN_TENANT'],
    ['an inherited property as tenant', { ...chat, tenant: '__proto__' }, 'UNKNOWN_TENANT'],
    ['a tenant not on the Web API Server (LB-8)', { ...chat, tenant: 'Unserved' }, 'TENANT_NOT_SERVED'],
    ['a type nobody knows', { ...chat, type: 'TeaServer' }, 'UNKNOWN_SERVER_TYPE'],
    ['an inherited property as type', { ...chat, type: 'constructor' }, 'UNKNOWN_SERVER_TYPE'],
    ['a type of which there is none', { ...chat, type: 'StatServer' }, 'NO_INSTANCE'],
  ])('refuses %s', async (_case, request, code) => {
    await using estate = await anEstate(aSnapshot([aChatServer(1)]));

    expect(() => estate.loadBalancer.select(request)).toThrow(expect.objectContaining({ code }));
  });

  it('says ALL_DRAINING when every candidate finishes what it has', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1), aChatServer(2)]));

    await estate.report('ChatServer_1', 'service-unavailable');
    await estate.configure(aChatServer(2, { state: 'disabled' }));

    expect(() => estate.loadBalancer.select(chat)).toThrow(expect.objectContaining({ code: 'ALL_DRAINING' }));
  });

  it('names the application and the port id of a missing port (LB-13)', async () => {
    await using estate = await anEstate(aSnapshot([anEmailServer(1, { ports: [] })]));

    const select = (): unknown => estate.loadBalancer.select({ ...chat, type: 'EmailServer' });
    expect(select).toThrow('EmailServer_1 has no port with id "default"');
    expect(select).toThrow(expect.objectContaining({ code: 'PORT_NOT_CONFIGURED' }));
  });

  it('says nothing of a port that is missing elsewhere than in the Application Cluster that is asked for (LB-13)', async () => {
    const servers = [aCluster('Cluster', ['ChatServer_1']), aChatServer(1), aChatServer(2, { ports: [] })];
    await using estate = await anEstate(aSnapshot([aWebApiServer(['Cluster', 'ChatServer_2']), ...servers]));
    await estate.report('ChatServer_1', 'service-unavailable');

    const select = (): unknown => estate.loadBalancer.select({ ...chat, cluster: 'Cluster' });

    expect(select).toThrow(expect.objectContaining({ code: 'ALL_DRAINING' }));
  });

  it('says NO_INSTANCE where some finish what they have and others have stopped', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1), aChatServer(2)]));

    await estate.report('ChatServer_1', 'service-unavailable');
    await estate.report('ChatServer_2', 'stopped');

    expect(() => estate.loadBalancer.select(chat)).toThrow(expect.objectContaining({ code: 'NO_INSTANCE' }));
  });

  it.each<[string, Partial<SelectionRequest>, readonly string[]]>([
    ['no cluster and no service', {}, ['Server_1', 'Server_2', 'Server_3']],
    ['a cluster', { cluster: 'Cluster' }, ['Server_2', 'Server_3']],
    ['a service', { service: 'fax' }, ['Server_1', 'Server_2']],
    ['a service of a cluster', { cluster: 'Cluster', service: 'fax' }, ['Server_2']],
  ])('gives who is asked for with %s, whatever was asked for before', async (_case, difference, expected) => {
    const server = (number: number) =>
      anApplication({ dbid: 600 + number, name: `Server_${number}`, type: 'ThirdPartyServer' });
    const connection = (application: string, service: string) => ({ application, parameters: { service } });
    const cluster = aCluster('Cluster', [], {
      connections: [connection('Server_2', 'fax'), connection('Server_3', 'im')],
    });
    const webApiServer = aWebApiServer([], {
      connections: [connection('Server_1', 'fax'), { application: 'Cluster', parameters: {} }],
    });
    await using estate = await anEstate(aSnapshot([webApiServer, cluster, server(1), server(2), server(3)]));
    const { loadBalancer } = estate;
    const picks = (more: Partial<SelectionRequest>): readonly string[] => {
      const request = { tenant: 'Environment', type: 'ThirdPartyServer', ...more };
      return [...new Set(Array.from({ length: 6 }, () => loadBalancer.select(request).application))].sort();
    };

    for (const before of [{}, { cluster: 'Cluster' }, { service: 'fax' }, { service: 'im' }]) picks(before);

    expect(picks(difference)).toEqual(expected);
  });

  it.each([
    ['the connection’s port id', 'second', 9002],
    ['webapi for Chat Server', undefined, 9001],
  ])('chooses the port by %s (LB-13)', async (_case, portId, port) => {
    const ports = [
      { id: 'default', port: 9000, protocol: '', secure: false },
      { id: 'webapi', port: 9001, protocol: '', secure: false },
      { id: 'second', port: 9002, protocol: '', secure: false },
    ];
    const webApiServer = aWebApiServer([], { connections: [{ application: 'ChatServer_1', portId, parameters: {} }] });
    await using estate = await anEstate(aSnapshot([webApiServer, aChatServer(1, { ports })]));

    expect(estate.loadBalancer.select(chat).port).toBe(port);
  });

  it('gives an https URL for a secured port (LB-13)', async () => {
    const ports = [{ id: 'webapi', port: 9443, protocol: '', secure: true }];
    await using estate = await anEstate(aSnapshot([aChatServer(1, { ports })]));

    expect(estate.loadBalancer.select(chat)).toMatchObject({ secure: true, url: 'https://127.0.0.1:9443' });
  });

  it('names an application that the configuration does not have', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1)]), { application: 'WebAPIServer_9' });

    expect(() => estate.loadBalancer.select(chat)).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION', option: 'application' }),
    );
  });
});
