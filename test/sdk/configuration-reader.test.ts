import { aChatServer, anEmailServer, anEstate, aSnapshot } from './an-estate.js';

const options = { chat: { 'flex-disconnect-timeout': '45' }, empty: {} };
const servers = [
  aChatServer(1, { options }),
  aChatServer(2, { tenants: ['Resources'] }),
  anEmailServer(1, { tenants: ['Environment', 'Resources'] }),
];

describe('the configuration that the API gives (LB-10)', () => {
  it.each([
    [undefined, ['WebAPIServer_1', 'ChatServer_1', 'ChatServer_2', 'EmailServer_1']],
    [{}, ['WebAPIServer_1', 'ChatServer_1', 'ChatServer_2', 'EmailServer_1']],
    [{ type: 'ChatServer' }, ['ChatServer_1', 'ChatServer_2']],
    [{ tenant: 'Resources' }, ['WebAPIServer_1', 'ChatServer_2', 'EmailServer_1']],
    [{ type: 'ChatServer', tenant: 'Resources' }, ['ChatServer_2']],
    [{ type: 'StatServer' }, []],
  ] as const)('has the applications of %j', async (filter, names) => {
    await using estate = await anEstate(aSnapshot(servers));

    const found = estate.loadBalancer.configuration.applications(filter).map(({ name }) => name);

    expect(new Set(found)).toEqual(new Set(names));
  });

  it('finds applications and tenants by their names', async () => {
    await using estate = await anEstate(aSnapshot(servers));
    const { configuration } = estate.loadBalancer;

    expect(configuration.application('ChatServer_2')?.dbid).toBe(202);
    expect(configuration.application('ChatServer_9')).toBeUndefined();
    expect(configuration.tenant('Resources')?.dbid).toBe(101);
    expect(configuration.tenant('Acme')).toBeUndefined();
    expect(new Set(configuration.tenants().map(({ name }) => name))).toEqual(
      new Set(['Environment', 'Resources', 'Unserved']),
    );
  });

  it('gives a section of options, empty where there is none', async () => {
    await using estate = await anEstate(aSnapshot(servers));
    const { configuration } = estate.loadBalancer;

    expect(configuration.options('ChatServer_1', 'chat')).toEqual({ 'flex-disconnect-timeout': '45' });
    expect(configuration.options('ChatServer_1', 'empty')).toEqual({});
    expect(configuration.options('ChatServer_1', 'toString')).toEqual({});
    expect(configuration.options('ChatServer_9', 'chat')).toEqual({});
  });
});
