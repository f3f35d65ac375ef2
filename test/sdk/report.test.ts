import { InvalidOptionError } from '@eservices-lb/sdk';
import type { Status } from '@eservices-lb/sdk/wire';
import { anEmailServer, anEstate, aSnapshot } from './an-estate.js';

const email = { tenant: 'Environment', type: 'EmailServer' };
const twoServers = aSnapshot([anEmailServer(1), anEmailServer(2)]);

describe('lb.report', () => {
  it('makes the adaptive policy avoid an instance of which failures are reported (R24)', async () => {
    await using estate = await anEstate(twoServers);
    const { loadBalancer } = estate;
    const service = loadBalancer.select({ ...email, exclude: ['EmailServer_2'] });

    loadBalancer.report(service, 'failure');

    const picks = [1, 2, 3, 4].map(() => loadBalancer.select(email).application);
    expect(new Set(picks)).toEqual(new Set(['EmailServer_2']));
  });

  it('forgets what was reported of a process that has ended, when the instance runs again', async () => {
    await using estate = await anEstate(twoServers);
    const { loadBalancer } = estate;
    loadBalancer.report(loadBalancer.select({ ...email, exclude: ['EmailServer_2'] }), 'failure');

    await estate.report('EmailServer_1', 'stopped');
    await estate.report('EmailServer_1', 'initializing');
    await estate.report('EmailServer_1', 'running');

    expect(new Set([1, 2].map(() => loadBalancer.select(email).application)).size).toBe(2);
  });

  it.each<Status>(['service-unavailable', 'suspended', 'unknown'])(
    'remembers what was reported of a process that was %s for a while',
    async (meanwhile) => {
      await using estate = await anEstate(twoServers);
      const { loadBalancer } = estate;
      loadBalancer.report(loadBalancer.select({ ...email, exclude: ['EmailServer_2'] }), 'failure');

      await estate.report('EmailServer_1', meanwhile);
      await estate.report('EmailServer_1', 'running');

      expect([1, 2].map(() => loadBalancer.select(email).application)).toEqual(['EmailServer_2', 'EmailServer_2']);
    },
  );

  it('takes what resolve gave', async () => {
    await using estate = await anEstate(twoServers);
    const { loadBalancer } = estate;
    const { alias } = loadBalancer.select({ ...email, exclude: ['EmailServer_2'] });

    loadBalancer.report(loadBalancer.resolve(alias, email), 'failure');

    expect([1, 2].map(() => loadBalancer.select(email).application)).toEqual(['EmailServer_2', 'EmailServer_2']);
  });

  it('changes nothing with a success', async () => {
    await using estate = await anEstate(twoServers);
    const { loadBalancer } = estate;

    loadBalancer.report(loadBalancer.select(email), 'success');

    expect(new Set([1, 2].map(() => loadBalancer.select(email).application)).size).toBe(2);
  });

  it.each([undefined, null, 'EmailServer_1', {}, { dbid: '301' }])('refuses the service %j', async (service) => {
    await using estate = await anEstate(twoServers);

    const report = (): void => estate.loadBalancer.report(service as never, 'failure');

    expect(report).toThrow(InvalidOptionError);
    expect(report).toThrow(expect.objectContaining({ option: 'service' }));
  });

  it.each([undefined, 'broken', '__proto__', 503])('refuses the outcome %j', async (outcome) => {
    await using estate = await anEstate(twoServers);
    const { loadBalancer } = estate;
    const service = loadBalancer.select(email);

    expect(() => loadBalancer.report(service, outcome as never)).toThrow(
      expect.objectContaining({ option: 'outcome' }),
    );
  });

  it('still takes what concerns an instance that was just removed', async () => {
    await using estate = await anEstate(twoServers);
    const service = estate.loadBalancer.select(email);

    await estate.remove(service.dbid);

    expect(() => estate.loadBalancer.report(service, 'failure')).not.toThrow();
  });
});
