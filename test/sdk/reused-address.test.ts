import type { Application } from '@eservices-lb/sdk/wire';
import { aChatServer, anEmailServer, anEstate, aSnapshot, aWebApiServer, status } from './an-estate.js';
import type { Estate } from './an-estate.js';

const chat = { tenant: 'Environment', type: 'ChatServer' };
const portOf = ({ ports }: Application): number => ports[0]!.port;
const at = (port: number, difference: Partial<Application> = {}): Partial<Application> => ({
  ports: [{ id: 'default', port, protocol: '', secure: false }],
  ...difference,
});
const outcome = ({ loadBalancer }: Estate, alias: string): unknown => {
  try {
    const { state, port } = loadBalancer.resolve(alias, chat);
    return { state, port };
  } catch (error) {
    return (error as { code?: string }).code;
  }
};

describe('an address that another application is given', () => {
  it.each([
    ['of the same tenant', anEmailServer(7, at(9201))],
    ['of another tenant', anEmailServer(7, at(9201, { tenants: ['Resources'] }))],
    ['of the same type', aChatServer(7, { ports: [{ id: 'webapi', port: 9201, protocol: '', secure: false }] })],
    [
      'that listens there with another port of its own',
      anEmailServer(7, { ports: [...anEmailServer(7).ports, { id: 'esp', port: 9201, protocol: '', secure: false }] }),
    ],
  ])('%s is no longer what aliases of its former owner lead to (F24, R27)', async (_whose, owner) => {
    await using estate = await anEstate(aSnapshot([aChatServer(1), aChatServer(2)]));
    const { alias } = estate.loadBalancer.select({ ...chat, exclude: ['ChatServer_2'] });
    await estate.remove(201);
    expect(outcome(estate, alias)).toEqual({ state: 'draining', port: 9201 });

    await estate.configure(owner);
    expect(outcome(estate, alias)).toBe('INSTANCE_GONE');

    await estate.remove(owner.dbid);
    expect(outcome(estate, alias)).toBe('INSTANCE_GONE');
  });

  it('may have been given before its former owner was deleted', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1)]));
    const { alias } = estate.loadBalancer.select(chat);

    await estate.configure(anEmailServer(7, at(9201)));
    await estate.remove(201);

    expect(outcome(estate, alias)).toBe('INSTANCE_GONE');
  });

  it('of the member of a pair that does not serve leaves its aliases where they are', async () => {
    const primary = aChatServer(1, { backup: 'ChatServer_1B', redundancyType: 'warm' });
    const backup = aChatServer(51, { name: 'ChatServer_1B', isPrimary: false, tenants: [], connections: [] });
    const statuses = [status('ChatServer_1', 'stopped'), status('ChatServer_1B', 'running', { mode: 'primary' })];
    await using estate = await anEstate(aSnapshot([aWebApiServer(['ChatServer_1']), primary, backup], { statuses }));
    const { alias } = estate.loadBalancer.select(chat);
    await estate.remove(primary.dbid);

    await estate.configure(anEmailServer(7, at(portOf(primary))));
    expect(outcome(estate, alias)).toEqual({ state: 'draining', port: portOf(backup) });

    await estate.configure(anEmailServer(8, at(portOf(backup))));
    expect(outcome(estate, alias)).toBe('INSTANCE_GONE');
  });

  it('means nothing where it is that of an Application Cluster, which listens nowhere (LB-9)', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1)]));
    const { alias } = estate.loadBalancer.select(chat);
    await estate.remove(201);

    await estate.configure(anEmailServer(7, at(9201, { type: 'ApplicationCluster' })));

    expect(outcome(estate, alias)).toEqual({ state: 'draining', port: 9201 });
  });
});
