import type { DirectoryEvent } from '@eservices-lb/sdk';
import fc from 'fast-check';
import { fingerprintOf } from '../../packages/sdk/src/core/directory/fingerprint.js';
import { reduce } from '../../packages/sdk/src/core/directory/reduce.js';
import { emptySnapshot } from '../../packages/sdk/src/core/directory/snapshot.js';
import type { Snapshot } from '../../packages/sdk/src/core/directory/snapshot.js';
import type { Status } from '@eservices-lb/sdk/wire';
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

const revisionOf = (event: DirectoryEvent): number => ('change' in event ? event.change.revision : 0);

const messageOf = ({ epoch, revision, configuration, statuses }: Snapshot) => ({
  ...{ epoch, revision },
  tenants: [...configuration.tenants.values()],
  hosts: [...configuration.hosts.values()],
  applications: [...configuration.applications.values()],
  statuses: [...statuses].map(([application, { status: value, mode }]) => status(application, value, { mode })),
});
