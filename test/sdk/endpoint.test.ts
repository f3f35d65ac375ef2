import type { Application, Host } from '@eservices-lb/sdk/wire';
import { aChatServer, anApplication, anEmailServer, anEstate, aSnapshot, aWebApiServer } from './an-estate.js';

const chat = { tenant: 'Environment', type: 'ChatServer' };
const port = { id: 'webapi', port: 9000, protocol: '', secure: false };
const hosts: Host[] = [
  { dbid: 1, name: 'localhost', address: '127.0.0.1', state: 'enabled' },
  { dbid: 2, name: 'six', address: '::1', state: 'enabled' },
  { dbid: 3, name: 'named', address: 'chat.example.com', state: 'enabled' },
];

describe('the endpoint of a server', () => {
  it.each<[string, Partial<Application>, object]>([
    ['the address of its host', {}, { host: '127.0.0.1', port: 9000, secure: false, url: 'http://127.0.0.1:9000' }],
    ['an IPv6 address in brackets', { host: 'six' }, { host: '::1', url: 'http://[::1]:9000' }],
    ['a name of the network', { host: 'named' }, { host: 'chat.example.com', url: 'http://chat.example.com:9000' }],
    ['a host without an object, by its name', { host: 'other' }, { host: 'other', url: 'http://other:9000' }],
    ['localhost where no host is named', { host: undefined }, { host: 'localhost', url: 'http://localhost:9000' }],
    [
      'https at a secured port',
      { ports: [{ ...port, secure: true }] },
      { secure: true, url: 'https://127.0.0.1:9000' },
    ],
    [
      'chat-flex for want of webapi (LB-13)',
      {
        ports: [
          { ...port, id: 'x' },
          { ...port, id: 'y', port: 9001, protocol: 'chat-flex' },
        ],
      },
      { port: 9001 },
    ],
    [
      'webapi before chat-flex (LB-13)',
      { ports: [{ ...port, id: 'y', port: 9001, protocol: 'chat-flex' }, port] },
      { port: 9000 },
    ],
    [
      'default for want of both (LB-13)',
      {
        ports: [
          { ...port, id: 'x' },
          { ...port, id: 'default', port: 9001 },
        ],
      },
      { port: 9001 },
    ],
  ])('is %s', async (_case, difference, expected) => {
    await using estate = await anEstate(aSnapshot([aChatServer(1, { ports: [port], ...difference })], { hosts }));

    expect(estate.loadBalancer.select(chat)).toMatchObject(expected);
  });

  it('is never webapi for want of the default port of another type (LB-13)', async () => {
    await using estate = await anEstate(aSnapshot([anEmailServer(1, { ports: [port] })]));

    expect(() => estate.loadBalancer.select({ ...chat, type: 'EmailServer' })).toThrow('no port with id "default"');
  });

  it('is missed at one server only: the others are selected, and the one is explained (LB-13)', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1, { ports: [] }), aChatServer(2)]));

    expect([1, 2, 3].map(() => estate.loadBalancer.select(chat).application)).toEqual(
      Array.from({ length: 3 }, () => 'ChatServer_2'),
    );
    expect(estate.loadBalancer.explain(chat)[0]).toMatchObject({
      ...{ application: 'ChatServer_1', selectable: false, isDraining: false },
      reason: expect.stringContaining('has no port with id "webapi"') as string,
    });
  });

  it('is named by the id that the connection asks for where that is missing, whatever else there is (LB-13)', async () => {
    const connections = [{ application: 'ChatServer_1', portId: 'secret', parameters: {} }];
    await using estate = await anEstate(aSnapshot([aWebApiServer([], { connections }), aChatServer(1)]));

    expect(() => estate.loadBalancer.select(chat)).toThrow('ChatServer_1 has no port with id "secret"');
  });

  it.each<[string, Application]>([
    ['an option of its own', aChatServer(1, { options: { chat: { limit: '5' } } })],
    ['another server', aChatServer(2, { state: 'disabled' })],
  ])('is the very same object after a change of %s, and so is the service (R30)', async (_what, changed) => {
    await using estate = await anEstate(aSnapshot([aChatServer(1), aChatServer(2)]));
    const request = { ...chat, exclude: ['ChatServer_2'] };
    const before = estate.loadBalancer.select(request);

    await estate.configure(changed);

    expect(estate.loadBalancer.select(request)).toBe(before);
  });

  it.each<[string, Partial<Application>]>([
    ['port', { ports: [{ ...port, port: 9999 }] }],
    ['security', { ports: [{ ...port, port: 9201, secure: true }] }],
    ['address', { host: '127.0.0.2' }],
    ['name of the host, at the same address', { host: '127.0.0.1' }],
    ['name', { name: 'ChatServer_One' }],
  ])('is another object after a change of %s', async (_what, difference) => {
    const connections = aWebApiServer(['ChatServer_1', 'ChatServer_One']);
    await using estate = await anEstate(aSnapshot([connections, aChatServer(1)]));
    const before = estate.loadBalancer.select(chat);

    await estate.configure(aChatServer(1, difference));

    const after = estate.loadBalancer.select(chat);
    expect(after).not.toBe(before);
    expect(after.alias).toBe(before.alias);
  });

  it('is another object after a change of the parameters of its connection, by which policies go', async () => {
    await using estate = await anEstate(aSnapshot([aWebApiServer(['ChatServer_1']), aChatServer(1)]));
    const before = estate.loadBalancer.select(chat);

    const connections = [{ application: 'ChatServer_1', parameters: { weight: '2' } }];
    await estate.configure(aWebApiServer([], { connections }));

    expect(estate.loadBalancer.select(chat)).not.toBe(before);
  });
});

describe('what is reached', () => {
  const connection = (application: string, parameters = {}) => ({ application, parameters });

  it('is reached directly where it is reached through a cluster too: the direct connection counts (LB-12)', async () => {
    const cluster = anApplication({
      ...{ dbid: 800, name: 'Cluster', type: 'ApplicationCluster', ports: [] },
      connections: [connection('ChatServer_1', { site: 'through' })],
    });
    const webApiServer = aWebApiServer([], {
      connections: [connection('Cluster', { weight: '0' }), connection('ChatServer_1', { weight: '1' })],
    });
    await using estate = await anEstate(aSnapshot([webApiServer, cluster, aChatServer(1)]));

    expect(estate.loadBalancer.select(chat).application).toBe('ChatServer_1');
    expect(estate.loadBalancer.select({ ...chat, cluster: 'Cluster' }).application).toBe('ChatServer_1');
  });

  it('is found by any of the services under which it is connected, and once only', async () => {
    const server = anApplication({ dbid: 600, name: 'Server_1', type: 'ThirdPartyServer' });
    const webApiServer = aWebApiServer([], {
      connections: [
        connection('Server_1', { service: 'fax' }),
        connection('Server_1', { service: 'im' }),
        connection('Server_1'),
      ],
    });
    await using estate = await anEstate(aSnapshot([webApiServer, server]));
    const request = { tenant: 'Environment', type: 'ThirdPartyServer' };

    expect(['fax', 'im'].map((service) => estate.loadBalancer.select({ ...request, service }).application)).toEqual([
      'Server_1',
      'Server_1',
    ]);
    expect(() => estate.loadBalancer.select({ ...request, service: 'undefined' })).toThrow();
    expect(estate.loadBalancer.explain(request)).toHaveLength(1);
  });

  it('is whatever can be found: connections to applications that are not there are passed over', async () => {
    const cluster = anApplication({
      ...{ dbid: 800, name: 'Cluster', type: 'ApplicationCluster', ports: [] },
      connections: [connection('Nobody'), connection('ChatServer_1')],
    });
    await using estate = await anEstate(aSnapshot([aWebApiServer(['Nobody', 'Cluster']), cluster, aChatServer(1)]));

    expect(estate.loadBalancer.select(chat).application).toBe('ChatServer_1');
    expect(estate.warnings).toEqual([]);
  });
});
