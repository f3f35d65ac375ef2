import { startMockScs } from '@eservices-lb/mock-scs';
import type { MockScs, World, WorldEvent } from '@eservices-lb/mock-scs';
import { connectToLocalControlAgent } from '@eservices-lb/mock-scs/lca';
import type { Command } from '@eservices-lb/mock-scs/lca';
import { ManualClock } from '@eservices-lb/sdk/testing';
import request from 'supertest';
import { anEstate } from './small-estate.js';
import { untilStatus } from './until-status.js';

function aPairOf(type: string) {
  return anEstate({
    hosts: [
      { dbid: 1, name: 'host-1', address: '127.0.0.1' },
      { dbid: 2, name: 'host-2', address: '127.0.0.1' },
    ],
    applications: [
      { name: 'one', type, host: 'host-1', redundancyType: 'warm', backup: 'two', simulated: true },
      { name: 'two', type, host: 'host-2', redundancyType: 'warm', isPrimary: false, simulated: true },
    ],
  });
}

describe('warm standby of applications', () => {
  let scs: MockScs;
  let clock: ManualClock;
  /** At no event do both run as primary. */
  let isEverDoubled: boolean;
  const start = async (type: string): Promise<World> => {
    clock = new ManualClock();
    scs = await startMockScs({ configuration: aPairOf(type), clock, switchoverTimeoutMs: 500 });
    isEverDoubled = false;
    scs.world.subscribe((event: WorldEvent) => {
      if (event.name !== 'status') return;
      const primaries = ['one', 'two'].filter((name) => servesAsPrimary(scs.world, name));
      isEverDoubled ||= primaries.length > 1;
    });
    scs.simulated.startAtOnce('one');
    scs.simulated.startAtOnce('two');
    return scs.world;
  };
  const post = (path: string) => request(scs.url).post(`/api/v1${path}`).set('Authorization', `Bearer ${scs.token}`);
  const modes = (): readonly string[] => ['one', 'two'].map((name) => scs.world.status(name).mode);
  const codes = (): readonly string[] => scs.world.notices.map(({ code }) => code);

  afterEach(() => scs.close());

  it('gives the primary and the backup their modes', async () => {
    await start('ChatServer');

    expect(modes()).toEqual(['primary', 'backup']);
  });

  it('makes the backup primary at once when the primary is killed, and the former one its backup (BK-4)', async () => {
    const world = await start('ChatServer');

    scs.simulated.kill('one');
    expect(modes()).toEqual(['backup', 'primary']);
    scs.simulated.startAtOnce('one');

    expect(modes()).toEqual(['backup', 'primary']);
    expect(isEverDoubled).toBe(false);
    expect(world.notices).toMatchObject([
      { code: 'SWITCHOVER', message: '"two" is primary in place of "one", which has stopped; that took 0 s' },
    ]);
  });

  it('waits before it replaces a primary that is unavailable or lost, and forgets a blip (BK-5)', async () => {
    const world = await start('ChatServer');

    world.report('one', 'service-unavailable');
    clock.advance(499);
    world.report('one', 'running');
    clock.advance(1000);
    expect(modes()).toEqual(['primary', 'backup']);

    world.report('one', 'service-unavailable');
    clock.advance(500);
    expect(modes()).toEqual(['backup', 'primary']);
    expect(isEverDoubled).toBe(false);
  });

  it('replaces a primary whose host is lost, and takes it as backup when it is back', async () => {
    const world = await start('EmailServer');

    world.reportHost('host-1', 'disconnected');
    clock.advance(500);
    expect(modes()).toEqual(['backup', 'primary']);
    world.reportHost('host-1', 'running');

    expect(world.status('one')).toMatchObject({ status: 'running', mode: 'backup' });
    expect(isEverDoubled).toBe(false);
  });

  it('does not switch Interaction Server over while an agent is missing, says which, and does when it is back (IXN-10)', async () => {
    const world = await start('InteractionServer');

    world.reportHost('host-1', 'disconnected');
    clock.advance(500);
    expect(modes()).toEqual(['primary', 'backup']);
    expect(world.notices).toMatchObject([
      { code: 'NO_SWITCHOVER', rule: 'IXN-10', message: expect.stringContaining('Local Control Agent of "host-1"') },
    ]);
    world.report('one', 'stopped');
    world.reportHost('host-1', 'running');

    expect(modes()).toEqual(['backup', 'primary']);
    expect(codes()).toEqual(['NO_SWITCHOVER', 'SWITCHOVER']);
  });

  it.each(['CoBrowsingServer', 'TrainingServer', 'WebAPIServer'])(
    'never switches a %s over, and says so once (BK-1)',
    async (type) => {
      const world = await start(type);

      world.report('one', 'stopped');
      world.report('one', 'initializing');
      clock.advance(5000);

      expect(modes()).toEqual(['primary', 'backup']);
      expect(world.notices).toMatchObject([{ code: 'NO_SWITCHOVER', rule: 'BK-1' }]);
    },
  );

  it('reports roles that change again within 10 s (BK-5)', async () => {
    await start('ChatServer');
    scs.simulated.kill('one');
    scs.simulated.startAtOnce('one');
    clock.advance(9999);
    scs.simulated.kill('two');

    expect(codes()).toEqual(['SWITCHOVER', 'SWITCHOVER', 'FLAPPING']);
  });

  it('switches over because an operator says so, on either member', async () => {
    await start('ChatServer');

    await post('/applications/one/switchover').expect(200);
    expect(modes()).toEqual(['backup', 'primary']);
    clock.advance(20_000);
    const { body } = await post('/applications/one/switchover').expect(200);

    expect(body).toMatchObject({ name: 'one', mode: 'primary' });
    expect(isEverDoubled).toBe(false);
  });

  it('tells the operator why there can be no switchover', async () => {
    const world = await start('ChatServer');
    world.report('two', 'stopped');

    const { body } = await post('/applications/one/switchover').expect(409);

    expect(body).toMatchObject({
      error: { code: 'IMPOSSIBLE_NOW', message: expect.stringContaining('its other member is stopped') },
    });
  });

  it('lets go of a pair that is dissolved, and its backup serves for itself', async () => {
    const world = await start('ChatServer');
    world.put('application', { ...world.object('application', 'one'), backup: undefined });

    expect(modes()).toEqual(['primary', 'primary']);
    await post('/applications/one/switchover').expect(409);
  });
});

describe('warm standby of linked applications', () => {
  const configuration = anEstate({
    applications: [
      { name: 'one', backup: 'two', redundancyType: 'warm' },
      { name: 'two', redundancyType: 'warm', isPrimary: false },
    ],
  });

  it('tells each its mode, at the registration and by command', async () => {
    await using scs = await startMockScs({ configuration });
    const commands: string[] = [];
    const link = (application: string) =>
      connectToLocalControlAgent({
        ...{ application, scs: [scs.url], secret: scs.secretOf(application) },
        onCommand: (command: Command) => commands.push(`${application} ${command}`),
      });
    const [one, two] = [link('one'), link('two')];

    expect([(await one.registered).mode, (await two.registered).mode]).toEqual(['primary', 'backup']);
    one.report('running');
    two.report('running');
    await untilStatus(scs.world, 'two', 'running');
    await untilStatus(scs.world, 'one', 'running');
    await request(scs.url).post('/api/v1/applications/one/switchover').set('Authorization', `Bearer ${scs.token}`);
    await one.close();
    await two.close();

    expect(commands).toEqual(expect.arrayContaining(['one become-backup', 'two become-primary']));
  });

  it('goes on with the backup that served before the control server was restarted', async () => {
    const first = await startMockScs({ configuration });
    const { secrets, port } = first;
    const link = (application: string) =>
      connectToLocalControlAgent({
        ...{ application, scs: [first.url], secret: first.secretOf(application), onCommand: () => undefined },
      });
    const links = [link('one'), link('two')];
    for (const each of links) {
      await each.registered;
      each.report('running');
    }
    await untilStatus(first.world, 'two', 'running');
    await untilStatus(first.world, 'one', 'running');
    await request(first.url).post('/api/v1/applications/one/switchover').set('Authorization', `Bearer ${first.token}`);
    await first.close();

    await using second = await startMockScs({ configuration, secrets, port });
    await untilStatus(second.world, 'one', 'running');
    await untilStatus(second.world, 'two', 'running');

    expect(['one', 'two'].map((name) => second.world.status(name).mode)).toEqual(['backup', 'primary']);
    await Promise.all(links.map((each) => each.close()));
  });
});

const servesAsPrimary = (world: World, name: string): boolean => {
  const { status, mode } = world.status(name);
  return status === 'running' && mode === 'primary';
};
