import type { DirectoryEvent } from '@eservices-lb/sdk';
import { ManualClock } from '@eservices-lb/sdk/testing';
import type { SnapshotMessage } from '@eservices-lb/sdk/wire';
import { EstateRecord } from '../../packages/sdk/src/source/estate-record.js';
import { keepingLastGood } from '../../packages/sdk/src/source/last-good.js';
import { holdingSuspectSnapshots } from '../../packages/sdk/src/source/suspect-snapshot.js';
import { aChatServer, aSnapshot, anApplication, status } from './an-estate.js';
import { aStage, pass } from './scripted-events.js';
import type { Stage } from './scripted-events.js';

const full = aSnapshot([aChatServer(1), aChatServer(2)]);
const empty = aSnapshot([], { epoch: 2, applications: [], statuses: [] });
const snapshot = (message: SnapshotMessage): DirectoryEvent => ({ type: 'snapshot', snapshot: message });
const lost: DirectoryEvent = { type: 'lost', reason: 'test' };

/** The names of the applications that are known after everything that came out of the stage. */
function known({ output }: Stage): string[] {
  const record = new EstateRecord();
  for (const event of output) record.apply(event);
  return [...record.applications.values()].map(({ name }) => name);
}

const everybody = ['WebAPIServer_1', 'ChatServer_1', 'ChatServer_2'];

describe('the guard against suspect snapshots', () => {
  const aGuard = (guardMs = 10_000): Stage & { clock: ManualClock } => {
    const clock = new ManualClock();
    return { clock, ...aStage((events) => holdingSuspectSnapshots(events, { guardMs, clock })) };
  };

  it('holds an empty snapshot after a reconnect for the guard time, warns, and then applies it (R14, F11)', async () => {
    const guard = aGuard();
    await guard.say(snapshot(full), lost, snapshot(empty));

    expect(known(guard)).toEqual(everybody);
    expect(guard.output).toContainEqual(expect.objectContaining({ type: 'warning', about: 'held-snapshot' }));
    await pass(guard.clock, 9_999);
    expect(known(guard)).toEqual(everybody);
    await pass(guard.clock, 1);
    expect(known(guard)).toEqual([]);
    expect(guard.clock.pending).toBe(0);
  });

  it('applies it at once when a second snapshot confirms it', async () => {
    const guard = aGuard();
    await guard.say(snapshot(full), snapshot(empty));

    await guard.say(snapshot({ ...empty, revision: 2 }));

    expect(known(guard)).toEqual([]);
    expect(guard.clock.pending).toBe(0);
  });

  it('takes the whole estate when the control server has found it again, and forgets what it held', async () => {
    const guard = aGuard();
    await guard.say(snapshot(full), snapshot(empty), snapshot({ ...full, epoch: 2, revision: 2 }));

    await pass(guard.clock, 20_000);

    expect(known(guard)).toEqual(everybody);
  });

  it('passes on at once what is said explicitly while it holds: a deletion, a disable', async () => {
    const guard = aGuard();
    await guard.say(snapshot(full), snapshot(empty));
    const disabled = aChatServer(2, { state: 'disabled' });

    await guard.say(
      { type: 'configuration', change: { epoch: 2, revision: 2, change: 'deleted', kind: 'application', dbid: 201 } },
      {
        type: 'configuration',
        change: { epoch: 2, revision: 3, change: 'changed', kind: 'application', object: disabled },
      },
    );

    expect(known(guard)).toEqual(['WebAPIServer_1', 'ChatServer_2']);
    await pass(guard.clock, 10_000);
    expect(known(guard)).toEqual(['ChatServer_2']);
  });

  it('obeys what a suspect snapshot does say: an application that it shows disabled is disabled', async () => {
    const guard = aGuard();
    const many = Array.from({ length: 12 }, (_, index) => aChatServer(index + 1));
    const partial = [aChatServer(1, { state: 'disabled' })];

    await guard.say(snapshot(aSnapshot(many)), snapshot(aSnapshot([], { epoch: 2, applications: partial })));

    const record = new EstateRecord();
    for (const event of guard.output) record.apply(event);
    expect(record.applications.get(201)?.state).toBe('disabled');
    expect(record.applications.size).toBe(13);
  });

  it('holds a snapshot without any status, which would stop everybody', async () => {
    const guard = aGuard();

    await guard.say(snapshot(full), snapshot({ ...full, epoch: 2, statuses: [] }));

    const record = new EstateRecord();
    for (const event of guard.output) record.apply(event);
    expect(record.statuses.get('ChatServer_1')?.status).toBe('running');
  });

  it('obeys a snapshot that says that everybody is stopped, and one that leaves out a few (F46, R36)', async () => {
    const guard = aGuard();
    const stopped = everybody.map((name) => status(name, 'stopped'));
    await guard.say(snapshot(full), snapshot({ ...full, revision: 2, statuses: stopped }));

    await guard.say(snapshot(aSnapshot([aChatServer(1)], { revision: 3 })));

    expect(known(guard)).toEqual(['WebAPIServer_1', 'ChatServer_1']);
    expect(guard.output.filter(({ type }) => type === 'warning')).toEqual([]);
  });

  it('does not apply what it holds while nobody is there to vouch for it', async () => {
    const guard = aGuard();
    await guard.say(snapshot(full), snapshot(empty), lost);

    await pass(guard.clock, 60_000);
    expect(known(guard)).toEqual(everybody);

    await guard.say({ type: 'heartbeat', version: { epoch: 2, revision: 1 } });
    await pass(guard.clock, 1);
    expect(known(guard)).toEqual([]);
  });

  it('holds nothing with a guard time of 0', async () => {
    const guard = aGuard(0);

    await guard.say(snapshot(full), snapshot(empty));

    expect(known(guard)).toEqual([]);
  });

  it('never holds the first snapshot', async () => {
    const guard = aGuard();

    await guard.say(snapshot(empty));

    expect(guard.output).toEqual([snapshot(empty)]);
  });
});

describe('the last good object (F12)', () => {
  const problem = new Error('malformed');

  it.each([
    ['by its DBID', { kind: 'application', dbid: 202, name: 'Renamed', problem }],
    ['by its name', { kind: 'application', name: 'ChatServer_2', problem }],
  ] as const)('stays where the new one cannot be decoded, recognised %s', async (_case, unreadable) => {
    const stage = aStage(keepingLastGood);
    const rest = aSnapshot([aChatServer(1)], { revision: 2 });

    await stage.say(snapshot(full), { type: 'snapshot', snapshot: rest, unreadable: [unreadable] });

    expect(known(stage)).toEqual(['WebAPIServer_1', 'ChatServer_1', 'ChatServer_2']);
  });

  it('does not come back where something readable has taken its DBID or name', async () => {
    const stage = aStage(keepingLastGood);
    const other = anApplication({ dbid: 900, name: 'ChatServer_2', type: 'ChatServer' });
    const rest = aSnapshot([aChatServer(1), other], { revision: 2 });

    await stage.say(snapshot(full), {
      ...{ type: 'snapshot', snapshot: rest, unreadable: [{ kind: 'application', dbid: 202, problem }] },
    });

    expect(known(stage)).toEqual(['WebAPIServer_1', 'ChatServer_1', 'ChatServer_2']);
  });

  it('is what the last delta said, not the last snapshot', async () => {
    const stage = aStage(keepingLastGood);
    const statuses = [status('ChatServer_1', 'running')];
    const unreadable = [{ kind: 'status', name: 'ChatServer_2', problem }] as const;

    await stage.say(
      snapshot(full),
      { type: 'status', change: { epoch: 1, revision: 2, ...status('ChatServer_2', 'suspended') } },
      { type: 'snapshot', snapshot: { ...full, revision: 3, statuses }, unreadable },
    );

    const last = stage.output.at(-2);
    expect(stage.output.at(-1)).toMatchObject({ type: 'rejected', problem });
    expect(last?.type === 'snapshot' && last.snapshot.statuses).toEqual([
      status('ChatServer_1', 'running'),
      status('ChatServer_2', 'suspended'),
    ]);
  });

  it('is not made up: what was never readable is left out', async () => {
    const stage = aStage(keepingLastGood);

    await stage.say({
      type: 'snapshot',
      snapshot: full,
      unreadable: [{ kind: 'application', name: 'Unheard_Of', problem }],
    });

    expect(known(stage)).toEqual(everybody);
  });
});
