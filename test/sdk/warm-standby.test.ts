import type { ApplicationStatus, Status } from '@eservices-lb/sdk/wire';
import { aChatServer, anEmailServer, anEstate, aSnapshot, aWebApiServer, status } from './an-estate.js';
import type { Estate } from './an-estate.js';

const chat = { tenant: 'Environment', type: 'ChatServer' };
const primary = aChatServer(1, { backup: 'ChatServer_1B', redundancyType: 'warm' });
const backup = aChatServer(51, { name: 'ChatServer_1B', isPrimary: false, tenants: [], connections: [] });
const webApiServer = aWebApiServer(['ChatServer_1']);

const roles = (primaryStatus: Status, backupMode: ApplicationStatus['mode']): ApplicationStatus[] => [
  status('ChatServer_1', primaryStatus),
  status('ChatServer_1B', 'running', { mode: backupMode }),
];
const aPair = (statuses = roles('running', 'backup'), options = {}): Promise<Estate> =>
  anEstate(aSnapshot([webApiServer, primary, backup], { statuses }), { failbackDelayMs: 10_000, ...options });

const stateOf = ({ loadBalancer }: Estate, alias: string) => {
  const { member, state, port } = loadBalancer.resolve(alias, chat);
  return { member, state, port };
};

describe('a warm standby pair', () => {
  it('is one candidate: its backup takes connection and tenants from the primary (LB-14)', async () => {
    await using estate = await aPair(roles('stopped', 'primary'));

    expect(estate.loadBalancer.explain(chat)).toMatchObject([{ application: 'ChatServer_1', selectable: true }]);
    expect(estate.loadBalancer.select(chat)).toMatchObject({ application: 'ChatServer_1', dbid: 201, port: 9251 });
  });

  it('balances with the connections and tenants of its primary, where a load balancer belongs to the backup (LB-14)', async () => {
    const ofPrimary = { ...webApiServer, dbid: 900, name: 'WebAPIServer_P', backup: webApiServer.name };
    const own = { ...webApiServer, isPrimary: false, tenants: [], connections: [] };
    await using estate = await anEstate(aSnapshot([ofPrimary, own, aChatServer(1)]));

    expect(estate.loadBalancer.select(chat)).toMatchObject({ application: 'ChatServer_1' });
  });

  it('is reached through its primary also where the backup stands on the Connections too (LB-14)', async () => {
    const both = aWebApiServer(['ChatServer_1', 'ChatServer_1B']);
    await using estate = await anEstate(aSnapshot([both, primary, { ...backup, tenants: ['Environment'] }]));

    expect(estate.loadBalancer.explain(chat).map(({ application }) => application)).toEqual(['ChatServer_1']);
    expect(estate.loadBalancer.select(chat).port).toBe(9201);
  });

  it('serves through the backup, under the same alias, only while the primary does not serve (BK-4)', async () => {
    await using estate = await aPair();
    const before = estate.loadBalancer.select(chat);
    await estate.report('ChatServer_1', 'stopped');
    await estate.report('ChatServer_1B', 'running', { mode: 'primary' });

    expect(before.member).toBe('primary');
    expect(estate.loadBalancer.select(chat)).toMatchObject({ alias: before.alias, member: 'backup', port: 9251 });
    expect(stateOf(estate, before.alias)).toEqual({ member: 'backup', state: 'live', port: 9251 });
  });

  it('switches over when the primary reports Service Unavailable, too (BK-5)', async () => {
    await using estate = await aPair();
    await estate.report('ChatServer_1', 'service-unavailable');
    await estate.report('ChatServer_1B', 'running', { mode: 'primary' });

    expect(estate.loadBalancer.select(chat).member).toBe('backup');
  });

  it('is not avoided for the failures of the member before', async () => {
    const others = [aChatServer(2), primary, backup];
    const statuses = [status('ChatServer_2', 'running'), ...roles('running', 'backup')];
    const applications = [aWebApiServer(['ChatServer_1', 'ChatServer_2']), ...others];
    await using estate = await anEstate(aSnapshot(applications, { statuses }));
    const { loadBalancer } = estate;
    loadBalancer.report(loadBalancer.select({ ...chat, exclude: ['ChatServer_2'] }), 'failure');

    await estate.report('ChatServer_1', 'service-unavailable');
    await estate.report('ChatServer_1B', 'running', { mode: 'primary' });

    expect(new Set([1, 2].map(() => loadBalancer.select(chat).application)).size).toBe(2);
  });

  it('keeps its aliases while the backup is about to take over: they are starting, for the grace period', async () => {
    await using estate = await aPair(undefined, { gracePeriodMs: 1_000 });
    const { alias } = estate.loadBalancer.select(chat);

    await estate.report('ChatServer_1', 'stopped');

    expect(stateOf(estate, alias)).toEqual({ member: 'backup', state: 'starting', port: 9251 });
    expect(() => estate.loadBalancer.select(chat)).toThrow(
      'ChatServer_1 is stopped, and its backup is running as backup, which takes no clients',
    );
    estate.clock.advance(1_001);
    expect(() => estate.loadBalancer.resolve(alias, chat)).toThrow(
      expect.objectContaining({ code: 'INSTANCE_STOPPED' }),
    );
  });

  it('leaves aliases on the backup when the primary is back, and gives new work to the primary after the failback delay (R34, F29)', async () => {
    await using estate = await aPair(roles('stopped', 'primary'));
    const { alias } = estate.loadBalancer.select(chat);

    await estate.report('ChatServer_1', 'running');
    estate.clock.advance(9_999);
    expect(estate.loadBalancer.select(chat).member).toBe('backup');
    estate.clock.advance(1);

    expect(estate.loadBalancer.select(chat).member).toBe('primary');
    expect(stateOf(estate, alias)).toMatchObject({ member: 'backup', state: 'live' });
    await estate.report('ChatServer_1B', 'running', { mode: 'backup' });
    expect(stateOf(estate, alias)).toMatchObject({ member: 'primary', state: 'live' });
  });

  it('leads aliases to a primary that is starting when the backup that served them stops', async () => {
    await using estate = await aPair(roles('stopped', 'primary'));
    const { alias } = estate.loadBalancer.select(chat);

    await estate.report('ChatServer_1', 'initializing');
    expect(stateOf(estate, alias)).toMatchObject({ member: 'backup', state: 'live' });
    await estate.report('ChatServer_1B', 'stopped');

    expect(stateOf(estate, alias)).toEqual({ member: 'primary', state: 'starting', port: 9201 });
  });

  it('sets a timer only while a primary that is back waits for its failback delay', async () => {
    await using estate = await aPair(roles('stopped', 'primary'));
    const { clock } = estate;
    const before = clock.pending;

    await estate.report('ChatServer_1B', 'running', { mode: 'primary', load: 1 });
    expect(clock.pending).toBe(before);
    await estate.report('ChatServer_1', 'running');
    await estate.report('ChatServer_1', 'running', { load: 1 });
    expect(clock.pending).toBe(before + 1);
    clock.advance(10_000);

    expect(clock.pending).toBe(before);
  });

  it('counts the failback delay anew after neither of the two served', async () => {
    await using estate = await aPair(roles('stopped', 'primary'));

    await estate.report('ChatServer_1B', 'stopped');
    estate.clock.advance(9_000);
    await estate.report('ChatServer_1B', 'running', { mode: 'primary' });
    await estate.report('ChatServer_1', 'running');
    estate.clock.advance(9_999);
    expect(estate.loadBalancer.select(chat).member).toBe('backup');
    estate.clock.advance(1);

    expect(estate.loadBalancer.select(chat).member).toBe('primary');
  });

  it('gives new work to the primary at once when the backup gives up its role', async () => {
    await using estate = await aPair(roles('stopped', 'primary'));
    await estate.report('ChatServer_1', 'running');
    await estate.report('ChatServer_1B', 'running', { mode: 'backup' });

    expect(estate.loadBalancer.select(chat).member).toBe('primary');
  });

  it('is reported as flapping when it changes roles again within 10 s (BK-5)', async () => {
    await using estate = await aPair();
    const switchTo = async (member: 'primary' | 'backup'): Promise<void> => {
      await estate.report('ChatServer_1', member === 'primary' ? 'running' : 'stopped');
      await estate.report('ChatServer_1B', 'running', { mode: member === 'primary' ? 'backup' : 'primary' });
    };
    await switchTo('backup');
    expect(estate.warnings).toEqual([]);

    estate.clock.advance(9_999);
    await switchTo('primary');
    expect(estate.warnings).toEqual([expect.stringContaining('ChatServer_1 and ChatServer_1B changed roles again')]);

    estate.clock.advance(10_000);
    await switchTo('backup');
    expect(estate.warnings).toHaveLength(1);
  });

  it('stands the same whatever order status and configuration arrive in', async () => {
    const steps: Readonly<Record<string, (estate: Estate) => Promise<void>>> = {
      'primary stops': (estate) => estate.report('ChatServer_1', 'stopped'),
      'backup takes over': (estate) => estate.report('ChatServer_1B', 'running', { mode: 'primary' }),
      'pair is configured': (estate) => estate.configure(primary),
      'backup is configured': (estate) => estate.configure(backup),
    };
    const ends = new Set<string>();
    for (const order of permutations(Object.keys(steps))) {
      const snapshot = aSnapshot([webApiServer, aChatServer(1)], { statuses: [status('ChatServer_1', 'running')] });
      await using estate = await anEstate(snapshot);
      const { alias } = estate.loadBalancer.select(chat);
      for (const step of order) await steps[step]!(estate);
      ends.add(
        JSON.stringify([
          estate.loadBalancer.select(chat),
          stateOf(estate, alias),
          estate.loadBalancer.explain(chat),
          estate.loadBalancer.health().fingerprint,
        ]),
      );
    }

    expect(ends.size).toBe(1);
    expect([...ends][0]).toContain('"member":"backup"');
  });

  it('says in the guide-era spelling which of the two is active', async () => {
    await using estate = await aPair(roles('stopped', 'primary'));

    expect(estate.loadBalancer.getServiceInfo('ChatServer', 'Environment')).toMatchObject({
      isPrimaryActive: false,
      isBackupActive: true,
      port: 9251,
    });
  });

  it('drains at the member that served when it is deleted', async () => {
    await using estate = await aPair(roles('stopped', 'primary'));
    const { alias } = estate.loadBalancer.select(chat);

    await estate.remove(201);

    expect(stateOf(estate, alias)).toEqual({ member: 'backup', state: 'draining', port: 9251 });
  });

  it('gives new work back to the primary also when the timer fires a little early', async () => {
    let now = 1;
    const timers: (() => void)[] = [];
    const clock = {
      now: () => now,
      wallClock: () => now,
      after: (_ms: number, task: () => void) => (timers.push(task), () => undefined),
    };
    await using estate = await aPair(roles('stopped', 'primary'), { clock });
    await estate.report('ChatServer_1', 'running');
    const fireAt = (at: number): void => {
      now = at;
      for (const task of timers.splice(0)) task();
    };

    fireAt(10_000.5);
    expect(estate.loadBalancer.select(chat).member).toBe('backup');
    fireAt(10_001.5);
    expect(estate.loadBalancer.select(chat).member).toBe('primary');
  });

  it('is passed over when both members are down, like anybody else', async () => {
    const other = anEmailServer(1);
    await using estate = await anEstate(
      aSnapshot([aWebApiServer(['ChatServer_1', 'EmailServer_1']), primary, backup, other], {
        statuses: [status('EmailServer_1', 'running')],
      }),
    );

    expect(() => estate.loadBalancer.select(chat)).toThrow(expect.objectContaining({ code: 'NO_INSTANCE' }));
  });
});

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, index) =>
    permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]),
  );
}
