import { NoInstanceError } from '@eservices-lb/sdk';
import { anApplication, anEstate, aSnapshot, aWebApiServer, status } from './an-estate.js';
import type { Estate } from './an-estate.js';

const name = 'InteractionServer_1';
const request = (tenant: string) => ({ tenant, type: 'InteractionServer' });

/** An Interaction Server whose tenants were changed from Environment to Resources while it ran. */
async function changedWhileRunning(): Promise<Estate> {
  const server = { dbid: 400, name, type: 'InteractionServer', version: '8.1.1' };
  const snapshot = aSnapshot([anApplication({ ...server, tenants: ['Resources'] })]);
  return anEstate({
    ...snapshot,
    applications: [...snapshot.applications.filter(({ type }) => type !== 'WebAPIServer'), aWebApiServer([name])],
    statuses: [{ ...status(name, 'running'), tenants: ['Environment'] }, status('WebAPIServer_1', 'running')],
  });
}

describe('tenants in force (MT-4)', () => {
  it('are those that the running instance was started with, although others are configured', async () => {
    await using estate = await changedWhileRunning();

    expect(estate.loadBalancer.select(request('Environment')).application).toBe(name);
    expect(() => estate.loadBalancer.select(request('Resources'))).toThrow(NoInstanceError);
  });

  it('are explained to whoever asks for a tenant that waits for the restart', async () => {
    await using estate = await changedWhileRunning();

    expect(estate.loadBalancer.explain(request('Resources'))).toMatchObject([
      { selectable: false, reason: 'not yet working for tenant Resources, until it is restarted (MT-4)' },
    ]);
  });

  it('are those of the member of a warm standby pair that serves', async () => {
    const pair = [
      anApplication({
        dbid: 400,
        name,
        type: 'InteractionServer',
        tenants: ['Resources'],
        backup: 'InteractionServer_1B',
      }),
      anApplication({ dbid: 401, name: 'InteractionServer_1B', type: 'InteractionServer', tenants: [] }),
    ];
    const statuses = [
      { ...status(name, 'stopped'), tenants: ['Resources'] },
      { ...status('InteractionServer_1B', 'running'), tenants: ['Environment'] },
    ];
    await using estate = await anEstate(aSnapshot([aWebApiServer([name]), ...pair], { statuses }));

    expect(estate.loadBalancer.select(request('Environment')).member).toBe('backup');
    expect(() => estate.loadBalancer.select(request('Resources'))).toThrow(NoInstanceError);
    await estate.report('InteractionServer_1B', 'running', { mode: 'backup', tenants: ['Environment'] });
    await estate.report(name, 'running', { tenants: ['Resources'] });

    expect(estate.loadBalancer.select(request('Resources')).member).toBe('primary');
    expect(() => estate.loadBalancer.select(request('Environment'))).toThrow(NoInstanceError);
  });

  it('are the configured ones after the restart', async () => {
    await using estate = await changedWhileRunning();
    const { alias } = estate.loadBalancer.select(request('Environment'));

    await estate.report(name, 'stopped');
    await estate.report(name, 'running');

    expect(estate.loadBalancer.select(request('Resources')).application).toBe(name);
    expect(() => estate.loadBalancer.select(request('Environment'))).toThrow(NoInstanceError);
    expect(() => estate.loadBalancer.resolve(alias, { tenant: 'Environment' })).toThrow();
  });
});
