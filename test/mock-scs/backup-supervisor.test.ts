import { startMockScs } from '@eservices-lb/mock-scs';
import type { MockScs } from '@eservices-lb/mock-scs';
import { createLoadBalancer } from '@eservices-lb/sdk';
import { ManualClock } from '@eservices-lb/sdk/testing';
import request from 'supertest';
import { WebSocket } from 'ws';
import { KnownModes } from '../../packages/mock-scs/src/backup/known-modes.js';
import { PairUnderTest } from './a-pair-under-test.js';
import { anEstate } from './small-estate.js';

const warm = { redundancyType: 'warm', simulated: true };
const solutionControlServer = (seconds: string) => ({
  ...{ name: 'scs', type: 'SolutionControlServer', simulated: true },
  options: { general: { 'disconnect-switchover-timeout': seconds } },
});

describe('the control server and its warm standby pairs', () => {
  let scs: MockScs;
  let clock: ManualClock;
  const start = async (estate: Parameters<typeof anEstate>[0]): Promise<void> => {
    clock = new ManualClock();
    scs = await startMockScs({ configuration: anEstate(estate), clock });
    for (const { name, simulated } of scs.world.configuration.applications)
      if (simulated) scs.simulated.startAtOnce(name);
  };
  const modes = (): readonly string[] => ['one', 'two'].map((name) => scs.world.status(name).mode);
  const post = (path: string) => request(scs.url).post(`/api/v1${path}`).set('Authorization', `Bearer ${scs.token}`);
  const pair = (type: string) => [
    { name: 'one', type, host: 'host-1', backup: 'two', ...warm },
    { name: 'two', type, host: 'host-2', isPrimary: false, ...warm },
  ];
  const hosts = [
    { dbid: 1, name: 'host-1', address: '127.0.0.1' },
    { dbid: 2, name: 'host-2', address: '127.0.0.1' },
  ];

  afterEach(() => scs.close());

  it('wait for a blip as long as the option disconnect-switchover-timeout says, in seconds, and heed its changes at once (BK-5)', async () => {
    await start({ hosts, applications: [...pair('ChatServer'), { ...solutionControlServer('5'), host: 'host-1' }] });

    scs.world.report('one', 'service-unavailable');
    clock.advance(4999);
    expect(modes()).toEqual(['primary', 'backup']);
    const server = scs.world.object('application', 'scs');
    scs.world.put('application', { ...server, options: { general: { 'disconnect-switchover-timeout': '4' } } });

    expect(modes()).toEqual(['backup', 'primary']);
    expect(scs.world.notices.at(-1)?.message).toContain(
      'that took 4.999 s, 4.999 s of it to see whether it comes back',
    );
  });

  it.each(['soon', '-1', ''])('wait as long as usual where the option says "%s"', async (seconds) => {
    await start({
      hosts,
      applications: [...pair('ChatServer'), { ...solutionControlServer(seconds), host: 'host-1' }],
    });

    scs.world.report('one', 'service-unavailable');
    clock.advance(1999);
    expect(modes()).toEqual(['primary', 'backup']);
    clock.advance(1);
    expect(modes()).toEqual(['backup', 'primary']);
  });

  it('hold an Interaction Server of type T-Server to IXN-10 too, by the multimedia switch that names it (MT-6)', async () => {
    await start({
      hosts,
      switches: [{ dbid: 1, name: 'multimedia', tenant: 'Environment', application: 'one' }],
      applications: pair('TServer'),
    });

    scs.world.reportHost('host-2', 'disconnected');
    scs.world.report('one', 'stopped');

    expect(scs.world.notices).toMatchObject([
      { code: 'NO_SWITCHOVER', rule: 'IXN-10', message: expect.stringContaining('Local Control Agent of "host-2"') },
    ]);
    scs.world.reportHost('host-2', 'running');
    expect(modes()).toEqual(['backup', 'primary']);
  });

  it('refuse an operator who wants what IXN-10 forbids, and what is no pair', async () => {
    await start({
      hosts,
      applications: [...pair('InteractionServer'), { name: 'alone', simulated: true, host: 'host-1' }],
    });
    scs.world.reportHost('host-2', 'disconnected');

    const hindered = await post('/applications/one/switchover').expect(409);
    const alone = await post('/applications/alone/switchover').expect(409);

    expect(hindered.body).toMatchObject({ error: { message: expect.stringContaining('"host-2" is not connected') } });
    expect(alone.body).toMatchObject({ error: { message: expect.stringContaining('it is in no warm standby pair') } });
    await post('/applications/nobody/switchover').expect(404);
  });

  it('leave a pair alone whose redundancy is cold (BK-1)', async () => {
    const applications = pair('StatServer').map((each) => ({ ...each, redundancyType: 'cold' }));
    await start({ hosts, applications });

    scs.world.report('one', 'stopped');

    expect(modes()).toEqual(['primary', 'backup']);
    expect(scs.world.notices).toMatchObject([{ code: 'NO_SWITCHOVER', rule: 'BK-1' }]);
  });

  it('say of flapping when the roles changed (BK-5)', async () => {
    await start({ hosts, applications: pair('ChatServer') });
    await post('/applications/one/switchover').expect(200);
    clock.advance(3000);
    await post('/applications/one/switchover').expect(200);

    const { message } = scs.world.notices.find(({ code }) => code === 'FLAPPING') ?? {};
    expect(message).toContain('changed roles 2 times within 10 s (1970-01-01T00:00:00.001Z, 1970-01-01T00:00:03.001Z)');
  });

  it('let a primary that stops gracefully keep its clients until it has stopped', async () => {
    await start({
      hosts,
      applications: [
        ...pair('ChatServer'),
        { name: 'web', type: 'WebAPIServer', host: 'host-1', connections: [{ application: 'one' }] },
      ].map((each) =>
        'type' in each && each.type === 'ChatServer' ? { ...each, ports: [{ id: 'webapi', port: 9 }] } : each,
      ),
    });
    const chat = { tenant: 'Environment', type: 'ChatServer' };
    await using loadBalancer = createLoadBalancer({
      ...{ application: 'web', scs: [scs.url], token: scs.token, aliasKeys: [Buffer.alloc(32).toString('base64')] },
    });
    await loadBalancer.ready();
    const { alias } = loadBalancer.select(chat);

    const isSeen = new Promise<void>((resolve) => {
      const leave = loadBalancer.subscribe(({ statuses }) => {
        if (statuses.get('one')?.status !== 'suspending') return;
        leave();
        resolve();
      });
    });
    scs.simulated.command('one', 'stop-gracefully');
    await isSeen;

    expect(loadBalancer.resolve(alias, chat)).toMatchObject({ member: 'primary', state: 'draining' });
    clock.advance(2000);
    expect(modes()).toEqual(['backup', 'primary']);
  });

  it('begin with the primary also where the configuration lists the backup first', async () => {
    await start({ hosts, applications: pair('ChatServer').toReversed() });

    expect(modes()).toEqual(['primary', 'backup']);
    expect(scs.world.notices).toEqual([]);
  });

  it('read the pairs anew only where a pair changes, so that a burst of 5,000 changes is quick', async () => {
    const crowd = Array.from({ length: 5000 }, (_, index) => ({
      name: `chat-${index}`,
      simulated: true,
      host: 'host-1',
    }));
    await start({ hosts, applications: [...pair('ChatServer'), ...crowd] });

    const begunAt = process.cpuUsage().user;
    scs.world.disable('tenant', 'Environment');
    const tookMs = (process.cpuUsage().user - begunAt) / 1000;

    expect(scs.world.object('application', 'chat-4999').state).toBe('disabled');
    // Read anew at each of the 5,000 changes, the pairs would be 25 million looks.
    expect(tookMs).toBeLessThan(10_000);
  });

  it('ask the former primary over its link before they tell the new one (BK-4)', async () => {
    await start({
      applications: [
        { name: 'one', backup: 'two', redundancyType: 'warm' },
        { name: 'two', redundancyType: 'warm', isPrimary: false },
      ],
    });
    const heard: string[] = [];
    const [one, two] = await Promise.all((['one', 'two'] as const).map((name) => bareLink(scs, name, heard)));
    expect(heard.toSorted()).toEqual(['one registered primary', 'two registered backup']);

    const answer = post('/applications/two/switchover').then(({ status }) => status);
    await one!.next;
    expect(heard.slice(2)).toEqual(['one command become-backup']);
    expect(modes()).toEqual(['backup', 'backup']);
    one!.say({ type: 'mode', mode: 'backup' });
    await two!.next;
    expect(heard.slice(3)).toEqual(['two command become-primary']);
    expect(modes()).toEqual(['backup', 'backup']);
    two!.say({ type: 'mode', mode: 'primary' });

    expect(await answer).toBe(200);
    expect(modes()).toEqual(['backup', 'primary']);
    one!.close();
    two!.close();
  });
});

describe('a pair that changes while it hands over', () => {
  const begun = async (): Promise<PairUnderTest> => {
    const pair = new PairUnderTest();
    pair.start('one');
    pair.start('two');
    pair.settle();
    return Promise.resolve(pair);
  };

  it('lets both serve for themselves when it is dissolved, and the operator knows', async () => {
    const pair = await begun();
    const asked = pair.standby.switchOver('one');
    pair.world.put('application', { ...pair.world.object('application', 'one'), backup: undefined });
    pair.settle();

    await expect(asked).rejects.toThrow('the pair was dissolved meanwhile');
    expect(['one', 'two'].map((name) => pair.actual(name as 'one').mode)).toEqual(['primary', 'primary']);
  });

  it('goes on with what runs when one of them is deleted', async () => {
    const pair = await begun();
    pair.kill('one');
    pair.settle();
    pair.world.remove('application', 'one');
    pair.settle();

    expect(pair.actual('two').mode).toBe('primary');
  });

  it('tells the operator when the backup dies on the way, and the former primary serves on', async () => {
    const pair = await begun();
    const asked = pair.standby.switchOver('one');
    pair.kill('two');
    pair.settle();

    await expect(asked).rejects.toThrow('the other one is stopped meanwhile');
    expect(pair.serves('one')).toBe(true);
    expect(pair.notices('NO_SWITCHOVER')).toHaveLength(1);
  });

  it('tells the operator when the former primary does not answer in time, which serves on', async () => {
    const pair = await begun();
    const asked = pair.standby.switchOver('one');
    pair.clock.advance(2000);
    pair.settle();

    await expect(asked).rejects.toThrow('it did not give up its role within 2 s');
    expect(pair.serves('one')).toBe(true);
    expect(pair.serves('two')).toBe(false);
  });

  it('is not interrupted when two applications that run are made a pair: the primary serves on, the other becomes its backup', async () => {
    const pair = await begun();
    const one = pair.world.object('application', 'one');
    pair.world.put('application', { ...one, backup: undefined });
    pair.settle();
    pair.world.put('application', one);
    pair.settle();

    expect(pair.serves('one')).toBe(true);
    expect(pair.actual('two').mode).toBe('backup');
    expect(pair.notices('SWITCHOVER')).toEqual([]);
  });

  it('serves with either when both come back at once, and with one only', async () => {
    const pair = await begun();
    pair.kill('one');
    pair.settle();
    pair.kill('two');
    pair.start('one');
    pair.start('two');
    pair.settle();

    expect(['one', 'two'].filter((name) => pair.serves(name as 'one'))).toHaveLength(1);
  });
});

describe('a control server that is not the one that commands', () => {
  it('changes nothing, and looks at its pairs when it has taken over', () => {
    const pair = new PairUnderTest();
    pair.start('one');
    pair.start('two');
    pair.settle();
    pair.standby.pause();
    pair.kill('one');
    pair.settle();
    expect(pair.serves('two')).toBe(false);
    expect(() => pair.standby.switchOver('one')).toThrow('another control server commands');

    pair.standby.resume();
    pair.settle();

    expect(pair.serves('two')).toBe(true);
  });

  it('goes on with the roles that the other one gave, when it has taken over', () => {
    const pair = new PairUnderTest();
    pair.start('one');
    pair.start('two');
    pair.settle();
    void pair.standby.switchOver('one');
    pair.settle();

    pair.standby.pause();
    pair.standby.resume();
    pair.settle();

    expect(pair.serves('two')).toBe(true);
    expect(pair.serves('one')).toBe(false);
    expect(pair.notices('SWITCHOVER')).toHaveLength(1);
  });
});

describe('the modes that applications say they have', () => {
  it('count only when the last command is answered', () => {
    const modes = new KnownModes();
    const known = () => modes.of({ application: 'one', status: 'running', mode: 'primary' });
    modes.asked('one');
    modes.asked('one');

    modes.answered('one', 'backup');
    expect(known()).toBeUndefined();
    modes.answered('one', 'primary');
    expect(known()).toBe('primary');
  });
});

interface BareLink {
  /** Resolves at the next message. */
  readonly next: Promise<void>;
  say(report: object): void;
  close(): void;
}

/** A link without our manners, which says nothing by itself. */
async function bareLink(scs: MockScs, application: string, heard: string[]): Promise<BareLink> {
  const socket = new WebSocket(`${scs.url.replace('http', 'ws')}/api/v1/lca`);
  const messages: (() => void)[] = [];
  let waiting = Promise.resolve();
  const renew = (): void => {
    waiting = new Promise((resolve) => messages.push(resolve));
  };
  renew();
  const first = waiting;
  socket.on('message', (data: Buffer) => {
    const { type, mode, command } = JSON.parse(data.toString()) as Readonly<Record<string, string>>;
    heard.push(`${application} ${type ?? ''} ${mode ?? command ?? ''}`);
    const tell = messages.shift();
    renew();
    tell?.();
  });
  socket.on('open', () => {
    const pid = process.pid;
    socket.send(
      JSON.stringify({ type: 'register', application, secret: scs.secretOf(application), pid, status: 'running' }),
    );
    socket.send(JSON.stringify({ type: 'mode', mode: application === 'one' ? 'primary' : 'backup' }));
  });
  await first;
  return {
    get next() {
      return waiting;
    },
    say: (report) => {
      socket.send(JSON.stringify(report));
    },
    close: () => {
      socket.terminate();
    },
  };
}
