import type { DirectoryEvent } from '@eservices-lb/sdk';
import fc from 'fast-check';
import { fingerprintOf } from '../../packages/sdk/src/core/directory/fingerprint.js';
import { reduce } from '../../packages/sdk/src/core/directory/reduce.js';
import { emptySnapshot } from '../../packages/sdk/src/core/directory/snapshot.js';
import type { Snapshot } from '../../packages/sdk/src/core/directory/snapshot.js';
import type { ConfigurationChange, Status } from '@eservices-lb/sdk/wire';
import { statusCodes } from '@eservices-lb/sdk/wire';
import { aChatServer, aSnapshot, status } from './an-estate.js';

const servers = [aChatServer(1), aChatServer(2), aChatServer(3)];
const start: DirectoryEvent = { type: 'snapshot', snapshot: aSnapshot(servers) };

const change = fc.record({
  number: fc.integer({ min: 1, max: 3 }),
  value: fc.constantFrom(...(Object.keys(statusCodes) as Status[])),
  isDisabled: fc.boolean(),
  kind: fc.constantFrom('status', 'configuration'),
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

/** The changes as events of consecutive revisions after the snapshot. */
const eventsOf = (changes: readonly Change[]): DirectoryEvent[] =>
  changes.map(({ number, value, isDisabled, kind }, index) => {
    const version = { epoch: 1, revision: index + 2 };
    if (kind === 'status') return { type: 'status', change: { ...version, ...status(`ChatServer_${number}`, value) } };
    const object = aChatServer(number, { state: isDisabled ? 'disabled' : 'enabled' });
    return { type: 'configuration', change: { ...version, change: 'changed', kind: 'application', object } };
  });

const after = (events: readonly DirectoryEvent[]): Snapshot =>
  events.reduce((snapshot, event) => reduce(snapshot, event, 1), emptySnapshot);

describe('the directory', () => {
  it('is the same with every event repeated (F7, property)', () => {
    fc.assert(
      fc.property(fc.array(change), (changes) => {
        const events = [start, ...eventsOf(changes)];
        const repeated = events.flatMap((event) => [event, event]);
        expect(fingerprintOf(after(repeated))).toBe(fingerprintOf(after(events)));
      }),
    );
  });

  it('never goes back to an older version within an epoch (I4, property)', () => {
    fc.assert(
      fc.property(fc.array(change), fc.nat(), (changes, seed) => {
        const events = eventsOf(changes);
        const shuffled = [...events].sort(
          (a, b) => ((seed * 7 + revisionOf(a) * 13) % 5) - ((seed * 7 + revisionOf(b) * 13) % 5),
        );
        let known = after([start]);
        for (const event of shuffled) {
          const next = reduce(known, event, 1);
          expect(next.revision).toBeGreaterThanOrEqual(known.revision);
          known = next;
        }
      }),
    );
  });

  it('after the events equals a cold start from the snapshot of the end (property)', () => {
    fc.assert(
      fc.property(fc.array(change), (changes) => {
        const warm = after([start, ...eventsOf(changes)]);
        const cold = reduce(emptySnapshot, { type: 'snapshot', snapshot: messageOf(warm) }, 1);
        expect(fingerprintOf(cold)).toBe(fingerprintOf(warm));
      }),
    );
  });

  it('accepts the snapshot of a new epoch, and ignores the old one’s events afterwards (F10)', () => {
    const restarted = after([start, { type: 'snapshot', snapshot: aSnapshot(servers, { epoch: 2, revision: 0 }) }]);

    const late = reduce(
      restarted,
      { type: 'status', change: { epoch: 1, revision: 9, ...status('ChatServer_1', 'stopped') } },
      1,
    );

    expect(restarted).toMatchObject({ epoch: 2, revision: 0 });
    expect(late).toBe(restarted);
  });

  it('replaces everything at a snapshot, so that what is absent goes (R36)', () => {
    const smaller = after([start, { type: 'snapshot', snapshot: aSnapshot([aChatServer(1)], { revision: 2 }) }]);

    expect([...smaller.configuration.applications.keys()]).toEqual([100, 201]);
    expect(smaller.statuses.has('ChatServer_2')).toBe(false);
  });

  it('keeps the status of an application that is renamed, and forgets that of one deleted', () => {
    const object = aChatServer(1, { name: 'ChatServer_One' });
    const rename: DirectoryEvent = {
      type: 'configuration',
      change: { epoch: 1, revision: 2, change: 'changed', kind: 'application', object },
    };
    const removal: DirectoryEvent = {
      type: 'configuration',
      change: { epoch: 1, revision: 3, change: 'deleted', kind: 'application', dbid: 201 },
    };

    expect(after([start, rename]).statuses.get('ChatServer_One')?.status).toBe('running');
    expect(after([start, rename, removal]).statuses.has('ChatServer_One')).toBe(false);
  });

  it('has a fingerprint that no order of arrival changes', () => {
    const reversed: DirectoryEvent = { type: 'snapshot', snapshot: aSnapshot([...servers].reverse()) };
    const sameConnections = after([start]).configuration.applications.get(100)!;
    const applications = new Map(after([reversed]).configuration.applications).set(100, sameConnections);
    const snapshot = after([reversed]);

    expect(fingerprintOf({ ...snapshot, configuration: { ...snapshot.configuration, applications } })).toBe(
      fingerprintOf(after([start])),
    );
  });
});

describe('a change', () => {
  const base = after([start]);
  const version = { epoch: 1, revision: 2 };
  const tenant = { dbid: 7, name: 'Acme', state: 'enabled' } as const;
  const host = { dbid: 7, name: 'seven', address: '127.0.0.7' } as const;
  const configure = (change: object): Snapshot =>
    reduce(base, { type: 'configuration', change: { ...version, ...change } as ConfigurationChange }, 1);

  it('adds, and deletes, tenants and hosts', () => {
    const added = [
      configure({ change: 'added', kind: 'tenant', object: tenant }),
      configure({ change: 'added', kind: 'host', object: host }),
    ].map(({ configuration }) => configuration);
    const deleted = [
      configure({ change: 'deleted', kind: 'tenant', dbid: 101 }),
      configure({ change: 'deleted', kind: 'host', dbid: 1 }),
    ].map(({ configuration }) => configuration);

    expect(added.map(({ tenants, hosts }) => [[...tenants.keys()].sort(), [...hosts.keys()].sort()])).toEqual([
      [[1, 101, 102, 7], [1]],
      [
        [1, 101, 102],
        [1, 7],
      ],
    ]);
    expect(deleted.map(({ tenants, hosts }) => [[...tenants.keys()].sort(), [...hosts.keys()].sort()])).toEqual([
      [[1, 102], [1]],
      [[1, 101, 102], []],
    ]);
  });

  it.each<[string, DirectoryEvent]>([
    ['of something else in the estate', { type: 'unrelated', version }],
    ['that was malformed', { type: 'rejected', version, problem: new Error('no name') }],
  ])('%s counts as a revision and leaves the view as it is', (_case, event) => {
    const next = reduce(base, event, 1);

    expect(next).toEqual({ ...base, revision: 2 });
    expect(reduce(next, event, 1)).toBe(next);
  });

  it.each<DirectoryEvent>([
    { type: 'heartbeat', version },
    { type: 'lost', reason: 'silence' },
    { type: 'warning', about: 'file', message: 'odd' },
    { type: 'status', change: { epoch: 2, revision: 2, ...status('ChatServer_1', 'stopped') } },
    { type: 'snapshot', snapshot: aSnapshot([], { revision: 0 }) },
  ])('of the view is none in the event %j', (event) => {
    expect(reduce(base, event, 1)).toBe(base);
  });

  it('to a snapshot of the same revision replaces the view, for a source that asks again after a gap (F9)', () => {
    expect(reduce(base, { type: 'snapshot', snapshot: aSnapshot([aChatServer(1)]) }, 1).statuses.size).toBe(2);
  });

  it('of a name gives the status to the new name, unless it has one already', () => {
    const renamed = (name: string): DirectoryEvent => ({
      type: 'configuration',
      change: { ...version, change: 'changed', kind: 'application', object: aChatServer(1, { name }) },
    });
    const stopped = reduce(
      base,
      { type: 'status', change: { epoch: 1, revision: 1.5, ...status('ChatServer_1', 'stopped') } },
      1,
    );

    const [free, taken] = ['ChatServer_One', 'ChatServer_2'].map((name) => reduce(stopped, renamed(name), 1).statuses);

    expect([free?.get('ChatServer_One')?.status, free?.has('ChatServer_1')]).toEqual(['stopped', false]);
    expect([taken?.get('ChatServer_2')?.status, taken?.has('ChatServer_1')]).toEqual(['running', false]);
  });

  it('of a tenant or a host leaves the status of the application with the same DBID alone', () => {
    const changes = [
      configure({ change: 'changed', kind: 'tenant', object: { ...tenant, dbid: 201 } }),
      configure({ change: 'changed', kind: 'host', object: { ...host, dbid: 201 } }),
      configure({ change: 'deleted', kind: 'tenant', dbid: 201 }),
    ];

    for (const { statuses } of changes) expect(statuses).toBe(base.statuses);
  });

  it('of the name of an application without a status gives it none', () => {
    const silent = after([{ type: 'snapshot', snapshot: aSnapshot(servers, { statuses: [] }) }]);
    const object = aChatServer(1, { name: 'ChatServer_One' });
    const change = { ...version, change: 'changed', kind: 'application', object } as const;

    expect(reduce(silent, { type: 'configuration', change }, 1).statuses).toBe(silent.statuses);
  });

  it('of an application that keeps its name leaves the statuses alone', () => {
    const same = configure({ change: 'changed', kind: 'application', object: aChatServer(1, { state: 'disabled' }) });
    const added = configure({ change: 'added', kind: 'application', object: aChatServer(9) });

    expect(same.statuses).toBe(base.statuses);
    expect(added.statuses).toBe(base.statuses);
  });
});

const revisionOf = (event: DirectoryEvent): number => ('change' in event ? event.change.revision : 0);

const messageOf = ({ epoch, revision, configuration, statuses }: Snapshot) => ({
  ...{ epoch, revision },
  tenants: [...configuration.tenants.values()],
  hosts: [...configuration.hosts.values()],
  applications: [...configuration.applications.values()],
  statuses: [...statuses].map(([application, { status: value, mode }]) => status(application, value, { mode })),
});
