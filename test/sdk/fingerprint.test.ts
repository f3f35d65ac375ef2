import { fingerprintOf } from '../../packages/sdk/src/core/directory/fingerprint.js';
import { reduce } from '../../packages/sdk/src/core/directory/reduce.js';
import { emptySnapshot } from '../../packages/sdk/src/core/directory/snapshot.js';
import type { Snapshot } from '../../packages/sdk/src/core/directory/snapshot.js';
import { aChatServer, aSnapshot } from './an-estate.js';

const base = reduce(emptySnapshot, { type: 'snapshot', snapshot: aSnapshot([aChatServer(1)]) }, 1);
const running = base.statuses.get('ChatServer_1')!;

type Objects = 'tenants' | 'hosts' | 'applications';

/** The view with a difference in one object of the configuration, which is added where it is not there. */
const withObject = (kind: Objects, dbid: number, difference: object): Snapshot => {
  const objects = new Map<number, object>(base.configuration[kind]);
  objects.set(dbid, { ...objects.get(dbid), ...difference });
  return { ...base, configuration: { ...base.configuration, [kind]: objects } };
};

const withStatus = (name: string, difference: object): Snapshot => ({
  ...base,
  statuses: new Map([...base.statuses, [name, { ...running, ...difference }]]),
});

const to = (...names: readonly string[]) => names.map((application) => ({ application, parameters: {} }));

describe('a fingerprint (F43)', () => {
  it.each<[string, Snapshot]>([
    ['the epoch', { ...base, epoch: 2 }],
    ['a tenant', withObject('tenants', 1, { state: 'disabled' })],
    ['a host', withObject('hosts', 1, { address: '::1' })],
    ['an application', withObject('applications', 201, { state: 'disabled' })],
    ['what an application has deep inside', withObject('applications', 201, { options: { chat: { key: 'value' } } })],
    ['the order of the Connections', withObject('applications', 201, { connections: to('A', 'B') })],
    ['a status', withStatus('ChatServer_1', { status: 'stopped' })],
    ['whose status it is', withStatus('ChatServer_9', {})],
    ['a mode', withStatus('ChatServer_1', { mode: 'backup' })],
    ['the tenants in force', withStatus('ChatServer_1', { tenants: ['Resources'] })],
    ['how many tenants are in force', withStatus('ChatServer_1', { tenants: ['Resources', 'Environment'] })],
  ])('differs with %s', (_what, other) => {
    const third = withObject('applications', 201, { connections: to('B', 'A') });

    expect(new Set([base, other, third].map(fingerprintOf)).size).toBe(3);
  });

  it('tells a tenant from a host, and a host from an application, of the same fields', () => {
    const fields = { dbid: 9, name: 'Nine' };
    const views = (['tenants', 'hosts', 'applications'] as const).map((kind) => withObject(kind, 9, { ...fields }));

    expect(new Set(views.map(fingerprintOf)).size).toBe(3);
  });

  it('tells the tenants in force apart, by their names and not by their letters', () => {
    const lists = [undefined, [], ['Resources'], ['Resources', 'Environment'], ['ResourcesEnvironment'], ['undefined']];
    const views = lists.map((tenants) => withStatus('ChatServer_1', { tenants }));

    // Nobody works for no tenant: that is the same as no list.
    expect(new Set(views.map(fingerprintOf)).size).toBe(lists.length - 1);
  });

  it('is the same whatever the order of keys, the revision, the load, and when things were heard', () => {
    const { dbid, name, ...rest } = base.configuration.applications.get(201)!;
    const { configuration } = withObject('applications', 201, {});
    const applications = new Map([...configuration.applications, [201, { ...rest, name, dbid }]]);
    const { statuses } = withStatus('ChatServer_1', { since: 77, load: 5 });

    expect(fingerprintOf({ ...base, revision: 8, statuses, configuration: { ...configuration, applications } })).toBe(
      fingerprintOf(base),
    );
  });

  it('has 16 characters, whatever the view', () => {
    for (let epoch = 0; epoch < 200; epoch += 1) expect(fingerprintOf({ ...base, epoch })).toMatch(/^[0-9a-f]{16}$/);
  });
});
