import { NoInstanceError } from '@eservices-lb/sdk';
import { aChatServer, anEstate, aSnapshot } from './an-estate.js';
import type { Estate } from './an-estate.js';

const chat = { tenant: 'Environment', type: 'ChatServer' };

const setTenant = (estate: Estate, state: 'enabled' | 'disabled'): Promise<void> =>
  estate.configureTenant({ dbid: 1, name: 'Environment', state });

describe('a disabled tenant', () => {
  it('is given nothing new, also after a server changed, and says why', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1, { tenants: ['Environment', 'Resources'] })]));
    const { loadBalancer } = estate;
    loadBalancer.select(chat);

    await setTenant(estate, 'disabled');
    expect(() => loadBalancer.select(chat)).toThrow(NoInstanceError);
    await estate.report('ChatServer_1', 'service-unavailable');
    await estate.report('ChatServer_1', 'running');

    expect(() => loadBalancer.select(chat)).toThrow(/ChatServer_1 is there, but tenant Environment is disabled/);
    expect(loadBalancer.select({ ...chat, tenant: 'Resources' }).application).toBe('ChatServer_1');
  });

  it('keeps what it has begun, and begins anew when it is enabled', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1)]));
    const { loadBalancer } = estate;
    const { alias } = loadBalancer.select(chat);

    await setTenant(estate, 'disabled');
    expect(loadBalancer.resolve(alias, chat).application).toBe('ChatServer_1');
    await setTenant(estate, 'enabled');

    expect(loadBalancer.select(chat).alias).toBe(alias);
  });
});
