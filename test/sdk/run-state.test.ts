import type { DirectoryEvent } from '@eservices-lb/sdk';
import type { ApplicationStatus, Status } from '@eservices-lb/sdk/wire';
import { reduce } from '../../packages/sdk/src/core/directory/reduce.js';
import { emptySnapshot } from '../../packages/sdk/src/core/directory/snapshot.js';
import type { RunState } from '../../packages/sdk/src/core/directory/snapshot.js';
import { aChatServer, aSnapshot, status } from './an-estate.js';

type Saying = readonly [Status, Partial<ApplicationStatus>?];

const view = (statuses: readonly ApplicationStatus[], epoch = 1): DirectoryEvent => ({
  type: 'snapshot',
  snapshot: aSnapshot([aChatServer(1)], { epoch, statuses: [...statuses] }),
});
const running = view([status('ChatServer_1', 'running')]);
const stopped = view([status('ChatServer_1', 'stopped')]);
const unmentioned = view([]);

/** The run state after the view at 1 ms, and what was said at 2, 3 … ms. */
function stateAfter(first: DirectoryEvent, ...said: readonly Saying[]): RunState | undefined {
  const events = said.map(([value, difference], index): DirectoryEvent => ({
    type: 'status',
    change: { epoch: 1, revision: index + 2, ...status('ChatServer_1', value, difference) },
  }));
  const end = [first, ...events].reduce((known, event, index) => reduce(known, event, index + 1), emptySnapshot);
  return end.statuses.get('ChatServer_1');
}

describe('a run state', () => {
  it.each<[string, RunState | undefined, Partial<RunState>]>([
    ['in the first view', stateAfter(running), { status: 'running', since: 1, runningSince: -Infinity }],
    ['of one stopped in the first view', stateAfter(stopped), { status: 'stopped', since: 1 }],
    ['of one that begins running', stateAfter(stopped, ['running']), { since: 2, runningSince: 2 }],
    ['of one that nobody mentioned before', stateAfter(unmentioned, ['running']), { since: 2, runningSince: 2 }],
    ['said again', stateAfter(running, ['running', { load: 3 }]), { since: 1, runningSince: -Infinity, load: 3 }],
    [
      'of another mode',
      stateAfter(running, ['running', { mode: 'backup' }]),
      { mode: 'backup', since: 2, runningSince: -Infinity },
    ],
    [
      'of one that stops',
      stateAfter(running, ['stopped', { load: 3, tenants: ['Resources'] }]),
      { status: 'stopped', since: 2, load: 3, tenants: ['Resources'] },
    ],
    [
      'of one that works with other tenants',
      stateAfter(running, ['running', { tenants: ['Resources'] }]),
      { since: 1, tenants: ['Resources'] },
    ],
    ['of one that came back', stateAfter(running, ['stopped'], ['running']), { since: 3, runningSince: 3 }],
  ])('%s is known with the moment from which it holds', (_case, state, expected) => {
    expect(state).toMatchObject(expected);
    expect(state?.runningSince === undefined).toBe(state?.status !== 'running');
  });

  it('is none of an application that nobody mentioned (LB-4)', () => {
    expect(stateAfter(unmentioned)).toBeUndefined();
  });

  it('goes on in the view of a new epoch (F10)', () => {
    const known = reduce(emptySnapshot, running, 1);
    const next = reduce(known, view([status('ChatServer_1', 'running')], 2), 2);

    expect(next.statuses.get('ChatServer_1')).toMatchObject({ since: 1, runningSince: -Infinity });
  });
});
