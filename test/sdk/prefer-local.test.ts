import { preferLocal, rendezvous, roundRobin } from '@eservices-lb/sdk';
import type { PreferLocalOptions } from '@eservices-lb/sdk';
import { describePolicy, policyCandidates, policyEnvironment } from '@eservices-lb/sdk/testing';
import type { Connection } from '@eservices-lb/sdk/wire';
import { aChatServer, anEstate, aSnapshot, aWebApiServer, status } from './an-estate.js';

/** Instances 1 and 2 on this host, 3 and 4 on another of this site, 5 and 6 elsewhere. */
const place = (dbid: number) => ({
  host: dbid <= 2 ? 'here' : `host-${dbid}`,
  site: dbid <= 4 ? 'london' : 'paris',
});
const home = () => ({ host: 'here', site: undefined });
const everybody = [1, 2, 3, 4, 5, 6];

/** Picks among the instances, with scores where they are not 0. */
function picksOf(
  dbids: readonly number[],
  { scores = {}, ...options }: PreferLocalOptions & { readonly scores?: Readonly<Record<number, number>> } = {},
): number[] {
  const score = (dbid: number): number => scores[dbid] ?? 0;
  const policy = preferLocal(roundRobin(), { site: 'london', ...options });
  const picker = policy.createPicker(policyEnvironment({ random: () => 0, place, home, score }));
  const candidates = policyCandidates(dbids);
  const pool = {};
  return Array.from({ length: 4 }, () => picker.pick(candidates, pool).dbid);
}

describe('policy preferLocal', () => {
  it('gives the instances of this host their turns, as the policy inside does', () => {
    expect(picksOf(everybody)).toEqual([1, 2, 1, 2]);
  });

  it('goes on to the same site when none of this host is selectable, and to the rest last', () => {
    expect(picksOf([3, 4, 5, 6])).toEqual([3, 4, 3, 4]);
    expect(picksOf([5, 6])).toEqual([5, 6, 5, 6]);
  });

  it('knows nothing but the host when it is told no site', () => {
    expect(picksOf([3, 4, 5], { site: undefined as never })).toEqual([3, 4, 5, 3]);
  });

  it('takes nobody for near only because neither place is known', () => {
    const unknown = { host: undefined, site: undefined };
    const environment = {
      random: () => 0,
      home: () => unknown,
      place: (dbid: number) => (dbid === 1 ? unknown : place(dbid)),
    };
    const picker = preferLocal(roundRobin()).createPicker(policyEnvironment(environment));
    const [candidates, pool] = [policyCandidates([1, 3, 5]), {}];

    expect([1, 2, 3].map(() => picker.pick(candidates, pool).dbid)).toEqual([1, 3, 5]);
  });

  it('takes the host that it is told instead of the configured one', () => {
    expect(picksOf(everybody, { host: 'host-6' })).toEqual([6, 6, 6, 6]);
  });

  it('stays as long as the near one is at most 10 above the farther one', () => {
    expect(picksOf(everybody, { scores: { 1: 10, 2: 10 } })).toEqual([1, 2, 1, 2]);
  });

  it('stays when the farther ones are busy too, and the difference is small', () => {
    expect(picksOf(everybody, { scores: { 1: 15, 2: 15, 3: 8, 4: 8, 5: 6, 6: 6 } })).toEqual([1, 2, 1, 2]);
  });

  it('spills over to the same site when the near one is busier by more than that', () => {
    expect(picksOf(everybody, { scores: { 1: 10.1, 2: 0 } })).toEqual([3, 2, 4, 2]);
  });

  it('spills over past a busy site', () => {
    const scores = { 1: 30, 2: 30, 3: 25, 4: 25 };

    expect(picksOf(everybody, { scores })).toEqual([5, 6, 5, 6]);
  });

  it('stays when all are equally busy', () => {
    expect(picksOf(everybody, { scores: Object.fromEntries(everybody.map((dbid) => [dbid, 50])) })).toEqual([
      1, 2, 1, 2,
    ]);
  });

  it('never leaves with a spill-over of Infinity, and at once with 0', () => {
    const scores = { 1: 0.1, 2: Infinity };

    expect(picksOf(everybody, { scores, spillOver: Infinity })).toEqual([1, 2, 1, 2]);
    expect(picksOf(everybody, { scores, spillOver: 0 })).toEqual([3, 4, 3, 4]);
  });

  it('passes the key on to the policy inside', () => {
    const picker = preferLocal(rendezvous()).createPicker(policyEnvironment({ place, home }));
    const candidates = policyCandidates(everybody);
    const picksFor = (key: string): number[] => [1, 2, 3].map(() => picker.pick(candidates, {}, key).dbid);

    const picks = ['a', 'b', 'c', 'd', 'e', 'f'].map(picksFor);

    expect(picks.every(([first, ...others]) => others.every((other) => other === first))).toBe(true);
    expect(new Set(picks.flat())).toEqual(new Set([1, 2]));
  });

  it.each<[string, PreferLocalOptions]>([
    ['preferLocal.spillOver', { spillOver: -1 }],
    ['preferLocal.spillOver', { spillOver: NaN }],
    ['preferLocal.site', { site: '' }],
    ['preferLocal.host', { host: 7 as never }],
  ])('refuses an option %s that makes no sense', (option, options) => {
    expect(() => preferLocal(roundRobin(), options)).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION', option }),
    );
  });
});

/** Here nearness decides on purpose, though nobody is busy. */
describePolicy(
  {
    name: 'preferLocal(roundRobin) with three rings',
    createPicker: (environment) =>
      preferLocal(roundRobin(), { host: 'here', site: 'london' }).createPicker({ ...environment, place }),
  },
  { expectFair: false },
);

describe('the place of an instance', () => {
  const request = { tenant: 'Environment', type: 'ChatServer' };
  const connections: Connection[] = [
    { application: 'ChatServer_1', parameters: { site: 'paris' } },
    { application: 'ChatServer_2', parameters: { site: 'london' } },
    { application: 'ChatServer_3', parameters: {} },
  ];
  const hosts = ['localhost', 'host-1', 'host-2', 'host-3'].map((name, index) => ({
    ...{ dbid: index + 1, name, address: `127.0.0.${index + 1}`, state: 'enabled' as const },
  }));
  const servers = [1, 2, 3].map((number) => aChatServer(number, { host: `host-${number}` }));

  it('is its configured host, beside that of the balancing application', async () => {
    const snapshot = aSnapshot([aWebApiServer([], { connections, host: 'host-3' }), ...servers], { hosts });
    await using estate = await anEstate(snapshot, { policy: preferLocal(roundRobin()) });

    expect([1, 2, 3].map(() => estate.loadBalancer.select(request).application)).toEqual(Array(3).fill('ChatServer_3'));
  });

  it('is the site of its connection', async () => {
    const snapshot = aSnapshot([aWebApiServer([], { connections }), ...servers], { hosts });
    await using estate = await anEstate(snapshot, { policy: preferLocal(roundRobin(), { site: 'london' }) });

    expect(estate.loadBalancer.select(request).application).toBe('ChatServer_2');
    await estate.report('ChatServer_2', 'stopped');
    expect(estate.loadBalancer.select(request).application).not.toBe('ChatServer_2');
    await estate.report('ChatServer_2', 'running');
    expect(estate.loadBalancer.select(request).application).toBe('ChatServer_2');
  });

  it('follows the configuration, while nothing else of the instance changes', async () => {
    const snapshot = aSnapshot([aWebApiServer([], { connections }), ...servers], { hosts });
    await using estate = await anEstate(snapshot, { policy: preferLocal(roundRobin(), { site: 'london' }) });
    const selected = (): string => estate.loadBalancer.select(request).application;
    expect([selected(), selected()]).toEqual(['ChatServer_2', 'ChatServer_2']);

    const moved = connections.map(({ application }) => ({
      ...{ application, parameters: { site: application === 'ChatServer_1' ? 'london' : 'paris' } },
    }));
    await estate.configure(aWebApiServer([], { connections: moved }));
    expect([selected(), selected()]).toEqual(['ChatServer_1', 'ChatServer_1']);

    await estate.configure(aChatServer(3, { host: 'localhost' }));
    expect([selected(), selected()]).toEqual(['ChatServer_3', 'ChatServer_3']);
  });

  it('is the host of the backup while the backup serves (BK-4)', async () => {
    const pair = [
      aChatServer(1, { host: 'host-1', backup: 'ChatServer_1B' }),
      aChatServer(4, { name: 'ChatServer_1B', host: 'host-2', isPrimary: false }),
    ];
    const webApiServer = aWebApiServer(['ChatServer_1', 'ChatServer_3'], { host: 'host-2' });
    const snapshot = aSnapshot([webApiServer, ...pair, aChatServer(3, { host: 'host-3' })], { hosts });
    const statuses = snapshot.statuses.map((one) =>
      one.application === 'ChatServer_1B' ? status('ChatServer_1B', 'running', { mode: 'backup' }) : one,
    );
    await using estate = await anEstate(
      { ...snapshot, statuses },
      { policy: preferLocal(roundRobin()), random: () => 0.9 },
    );
    expect(estate.loadBalancer.select(request).application).toBe('ChatServer_3');

    await estate.report('ChatServer_1', 'stopped');
    await estate.report('ChatServer_1B', 'running', { mode: 'primary' });

    const picks = [1, 2, 3].map(() => estate.loadBalancer.select(request));
    expect(picks.map(({ application, member }) => `${application} ${member}`)).toEqual(
      Array(3).fill('ChatServer_1 backup'),
    );
  });
});
