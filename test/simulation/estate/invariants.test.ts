import type { SelectionRequest, Service, Snapshot } from '@eservices-lb/sdk';
import type { Status } from '@eservices-lb/sdk/wire';
import { ShardedMap } from '../../../packages/sdk/src/core/directory/sharded-map.js';
import { everyday, movePort } from './everyday.js';
import type { Entry, EntryOf, Happening } from './history.js';
import { History } from './history.js';
import { invariants } from './invariants/invariants.js';
import { reconnectionMs } from './invariants/i05-views-converge.js';
import { playEstate } from './play-estate.js';
import type { SimulatedEstate } from './simulated-estate.js';

/** A history of a run in which much happens and everything is right. */
async function aRightHistory(): Promise<History> {
  let history: History | undefined;
  await playEstate(1, {
    script: async (estate) => {
      ({ history } = estate);
      estate.scs.faults.begin('cut-streams', { durationMs: 1 }, 'test');
      estate.application('ChatServer_2').report('service-unavailable');
      await estate.pass(10_000);
      return undefined;
    },
  });
  if (history === undefined) throw new Error('nothing was played');
  return history;
}

const brokenIn = (entries: readonly Entry[]): readonly string[] => {
  const history = new History(() => 0);
  history.entries.push(...entries);
  return invariants.filter(({ broken }) => broken(history).length > 0).map(({ name }) => name);
};

type Change<T extends Happening['type']> = (entry: EntryOf<T>) => Partial<EntryOf<T>>;

/** The entries with a difference in the last one of a type, before the end of the faults, for which there is one. */
function changed<T extends Happening['type']>(
  entries: readonly Entry[],
  type: T,
  { where = () => true, change }: { readonly where?: (entry: EntryOf<T>) => boolean; readonly change: Change<T> },
): readonly Entry[] {
  const index = entries.findLastIndex((entry) => entry.type === type && where(entry as EntryOf<T>));
  const found: Entry | undefined = entries[index];
  if (found === undefined) throw new Error(`there is no such entry of type ${type}`);
  return entries.with(index, { ...found, ...change(found as EntryOf<T>) });
}

const isChat = ({ wish }: EntryOf<'picked'>): boolean => wish.type === 'ChatServer' && wish.tenant === 'Alpha';

/** The picks of ChatServer_1 said to be of another instance, of the address that goes with it. */
const ofUnavailable = (service: Service): Service => ({
  ...service,
  ...{ application: 'ChatServer_2', dbid: 102, host: '10.0.0.2', port: 4102 },
});

const withStatus = (snapshot: Snapshot, application: string, status: Status = 'unknown'): Snapshot => ({
  ...snapshot,
  statuses: ShardedMap.of(snapshot.statuses).with(application, {
    ...{ status, mode: 'primary', load: 0, tenants: undefined, since: 0 },
  }),
});

/** The same with a backup that is stopped all the time, while its primary runs. */
const withoutBackup = (entries: readonly Entry[]): readonly Entry[] =>
  entries.map((entry) =>
    entry.type === 'applied'
      ? { ...entry, snapshot: withStatus(entry.snapshot, 'Classification_2', 'stopped') }
      : entry,
  );

const isOfPair = ({ service }: EntryOf<'resolved'>): boolean => service.application === 'Classification_1';

describe('the invariants of the simulation', () => {
  let entries: readonly Entry[];
  beforeAll(async () => {
    ({ entries } = await aRightHistory());
  });

  it('hold in a run in which nothing is wrong', () => {
    expect(brokenIn(entries)).toEqual([]);
  });

  it('allow that the backup of a pair is stopped, and that a view differs for a moment', () => {
    expect(brokenIn(withoutBackup(entries))).toEqual([]);
    const agreed = entries.find(({ type }) => type === 'agreed') as EntryOf<'agreed'>;
    const at = agreed.at + 200;
    expect(brokenIn([...entries, { ...agreed, at: at - 100, type: 'disagreed' }, { ...agreed, at }])).toEqual([]);
  });

  it.each<[string, string, (entries: readonly Entry[]) => readonly Entry[]]>([
    [
      'I1',
      'one is picked that is unavailable',
      (all) =>
        changed(all, 'picked', {
          where: isChat,
          change: ({ service }) => ({ service: { ...ofUnavailable(service), alias: 'a new one' } }),
        }),
    ],
    [
      'I1',
      'one is picked that is unknown in the last view',
      (all) =>
        changed(all, 'applied', { change: ({ snapshot }) => ({ snapshot: withStatus(snapshot, 'ChatServer_1') }) }),
    ],
    [
      'I2',
      'another tenant resolves an alias',
      (all) =>
        changed(all, 'resolved', { change: ({ tenant }) => ({ tenant: tenant === 'Alpha' ? 'Beta' : 'Alpha' }) }),
    ],
    [
      'I3',
      'an alias leads to another instance',
      (all) =>
        changed(all, 'resolved', {
          where: ({ service }) => service.application.startsWith('ChatServer'),
          change: ({ service }) => ({
            service: { ...service, dbid: service.dbid === 101 ? 102 : 101, application: 'another one' },
          }),
        }),
    ],
    [
      'I3',
      'an alias leads to another address',
      (all) => changed(all, 'resolved', { change: ({ service }) => ({ service: { ...service, port: 1 } }) }),
    ],
    [
      'I3',
      'an alias is said to be stopped too early',
      (all) =>
        changed(all, 'resolved', {
          change: ({ node, alias, tenant, at }) =>
            ({ type: 'unresolved', node, alias, tenant, at, code: 'INSTANCE_STOPPED' }) as never,
        }),
    ],
    [
      'I3',
      'an alias of a pair leads to another instance while only the backup is stopped',
      (all) =>
        changed(withoutBackup(all), 'resolved', {
          where: isOfPair,
          change: ({ service }) => ({ service: { ...service, dbid: 111, application: 'EmailServer_1' } }),
        }),
    ],
    [
      'I3',
      'an alias of a pair leads to the backup while the primary is in use',
      (all) =>
        changed(all, 'resolved', {
          where: isOfPair,
          change: ({ service }) => ({ service: { ...service, member: 'backup', host: '10.0.0.2', port: 4122 } }),
        }),
    ],
    ...(['INSTANCE_STOPPED', 'NO_INSTANCE'] as const).map(
      (code): [string, string, (entries: readonly Entry[]) => readonly Entry[]] => [
        'I3',
        `an alias of a pair comes to ${code} while only the backup is stopped`,
        (all) =>
          changed(withoutBackup(all), 'resolved', {
            where: isOfPair,
            change: ({ node, alias, tenant, at }) => ({ type: 'unresolved', node, alias, tenant, at, code }) as never,
          }),
      ],
    ),
    [
      'I3',
      'somebody else answers',
      (all) => changed(all, 'asked', { change: () => ({ reached: { application: 'another one', dbid: 1 } }) }),
    ],
    [
      'I4',
      'a version goes back',
      (all) => changed(all, 'applied', { change: ({ snapshot }) => ({ snapshot: { ...snapshot, revision: 1 } }) }),
    ],
    ['I5', 'a view never comes right', (all) => all.filter(({ type }) => type !== 'agreed')],
    [
      'I5',
      'a view comes right too late',
      (all) => changed(all, 'agreed', { change: ({ at }) => ({ at: at + 5_000 }) }),
    ],
    [
      'I5',
      'a view comes right and does not stay so',
      (all) => {
        const agreed = all.findLast(({ type }) => type === 'agreed') as EntryOf<'agreed'>;
        return [...all, { ...agreed, at: agreed.at + 1, type: 'disagreed' }];
      },
    ],
    [
      'I5',
      'a view is another one for too long meanwhile',
      (all) => {
        const agreed = all.findLast(({ type }) => type === 'agreed') as EntryOf<'agreed'>;
        return [...all, { ...agreed, at: agreed.at + 1, type: 'disagreed' }, { ...agreed, at: agreed.at + 6_000 }];
      },
    ],
    ['I5', 'the faults never end', (all) => all.filter(({ type }) => type !== 'healed')],
    [
      'I5',
      'a web node is connected too late',
      (all) => {
        const { at } = all.find(({ type }) => type === 'healed') ?? { at: 0 };
        const lost: Entry = { at: at + 1, type: 'lost', node: 'web-1' };
        const late: Entry = {
          at: at + reconnectionMs + 1,
          type: 'answered',
          node: 'web-1',
          host: 'scs-1',
          status: 200,
          resumes: true,
        };
        return [...all, lost, late];
      },
    ],
    ['I6', 'a promise is never kept', (all) => all.filter(({ type }) => type !== 'settled')],
    [
      'I6',
      'a promise is kept too late',
      (all) => changed(all, 'settled', { change: ({ at }) => ({ at: at + 10_000 }) }),
    ],
    ['I7', 'a timer is left', (all) => changed(all, 'closed', { change: () => ({ timers: 1 }) })],
    ['I7', 'a connection is left', (all) => changed(all, 'closed', { change: () => ({ sockets: 1 }) })],
    ['I8', 'a rejection is unhandled', (all) => [...all, { at: 0, type: 'unhandled', reason: 'nobody listens' }]],
    [
      'I9',
      'a count is too high',
      (all) =>
        changed(all, 'counted', { change: ({ counts }) => ({ counts: { ...counts, losses: counts.losses + 1 } }) }),
    ],
    [
      'I9',
      'a metric is wrong',
      (all) =>
        changed(all, 'counted', {
          change: ({ metrics }) => ({ metrics: { ...metrics, eservices_lb_source_losses: 7 } }),
        }),
    ],
    ['I9', 'a failure is not counted', (all) => [...all, { at: 0, type: 'listener-failed', node: 'web-1' }]],
    [
      'I10',
      'a pick has a port of another view',
      (all) =>
        changed(all, 'picked', { change: ({ service }) => ({ service: { ...service, port: service.port + 1 } }) }),
    ],
    [
      'I10',
      'a pick has another version than was told',
      (all) =>
        changed(all, 'picked', {
          change: ({ version }) => ({ version: { ...version, revision: version.revision - 1 } }),
        }),
    ],
  ])('%s is seen not to hold where %s', (name, _what, breaking) => {
    expect(brokenIn(breaking(entries))).toContain(name);
  });

  it.each<[string, string, (estate: SimulatedEstate) => void]>([
    [
      'I1',
      'a load balancer that gives out one that is down',
      ({ webNode: { loadBalancer } }) => {
        const known = loadBalancer.select({ tenant: 'Beta', type: 'ChatServer' });
        const { select } = loadBalancer;
        Object.assign(loadBalancer, {
          select: (wish: SelectionRequest) =>
            wish.tenant === 'Beta' && wish.type === 'ChatServer' ? known : select.call(loadBalancer, wish),
        });
      },
    ],
    [
      'I2',
      'a load balancer that does not look whose alias it is',
      ({ webNode: { loadBalancer } }) => {
        const { select, resolve } = loadBalancer;
        const mine = select.call(loadBalancer, { tenant: 'Alpha', type: 'EmailServer' });
        Object.assign(loadBalancer, {
          resolve: (alias: string, { tenant }: { tenant: string }) =>
            alias === mine.alias
              ? { ...mine, state: 'live', stale: false }
              : resolve.call(loadBalancer, alias, { tenant }),
        });
      },
    ],
    [
      'I3',
      'a load balancer that resolves an alias to whoever is next',
      ({ webNode: { loadBalancer } }) => {
        const { resolve } = loadBalancer;
        Object.assign(loadBalancer, {
          resolve: (alias: string, { tenant }: { tenant: string }) => ({
            ...resolve.call(loadBalancer, alias, { tenant }),
            ...loadBalancer.select({ tenant, type: 'EmailServer' }),
          }),
        });
      },
    ],
    [
      'I5',
      'a stream of events that swallows what changes',
      (estate) => {
        estate.heal = () => {
          estate.history.add({ type: 'healed' });
          return Promise.resolve();
        };
        estate.distorted = (frame) => [
          { ...frame, text: String(frame.text).replaceAll('"service-unavailable"', '"running"') },
        ];
        estate.application('EmailServer_1').report('service-unavailable');
      },
    ],
    [
      'I5',
      'a stream of events that swallows what changes after the view had come right',
      (estate) => {
        const { heal } = estate;
        estate.heal = async () => {
          await heal.call(estate);
          estate.distorted = (frame) => [
            { ...frame, text: String(frame.text).replaceAll('"service-unavailable"', '"running"') },
          ];
          estate.clock.part({ isQuiet: true }).after(1_000, () => {
            estate.application('EmailServer_1').report('service-unavailable');
          });
        };
      },
    ],
    [
      'I6',
      'a promise that nobody keeps',
      ({ webNode }) => {
        webNode.expect('a promise of the test', 1_000, new Promise(() => undefined));
      },
    ],
    [
      'I7',
      'a timer that outlives the load balancer',
      (estate) => {
        estate.clockOf('web-1').after(60_000, () => undefined);
      },
    ],
    [
      'I8',
      'a rejection that nobody hears of',
      () => {
        void Promise.reject(new Error('nobody hears of it'));
      },
    ],
    [
      'I9',
      'a count that counts too much',
      ({ webNode: { loadBalancer } }) => {
        const { health } = loadBalancer;
        Object.assign(loadBalancer, { health: () => ({ ...health.call(loadBalancer), listenerFailures: 1_000 }) });
      },
    ],
    [
      'I10',
      'a load balancer that mixes an old address with a new view',
      ({ webNode: { loadBalancer } }) => {
        const { select } = loadBalancer;
        const ports = new Map<string, number>();
        Object.assign(loadBalancer, {
          select: (wish: SelectionRequest) => {
            const service = select.call(loadBalancer, wish);
            const { port } = service;
            if (!ports.has(service.alias)) ports.set(service.alias, port);
            return { ...service, port: ports.get(service.alias) };
          },
        });
      },
    ],
  ])('%s catches %s', async (name, _what, plant) => {
    const play = playEstate(2, {
      script: async (estate) => {
        plant(estate);
        await estate.pass(5_000);
        estate.application('ChatServer_3').report('service-unavailable');
        for (const server of estate.applications.keys()) movePort(estate, server);
        await estate.pass(5_000);
        return undefined;
      },
    });

    await expect(play).rejects.toMatchObject({ name: 'InvariantBrokenError', invariant: name });
  });

  it('hold with the same script where no bug is planted, and the same seed gives the same history', async () => {
    const linesOf = async (seed: number): Promise<readonly string[]> => {
      const lines: string[] = [];
      await playEstate(seed, {
        plan: { controlServers: 2 },
        script: async (estate) => {
          estate.killControlServer(0);
          await everyday(estate, 10_000);
          return undefined;
        },
        tell: (line) => lines.push(line),
      });
      return lines;
    };

    const first = await linesOf(3);

    expect(await linesOf(3)).toEqual(first);
    expect(await linesOf(4)).not.toEqual(first);
  });
});
