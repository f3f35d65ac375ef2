import { firstPairState, flappingMs, manualStep, nextPairStep } from '@eservices-lb/mock-scs';
import type { PairState, PairView } from '@eservices-lb/mock-scs';
import { statusSchema } from '@eservices-lb/sdk/wire';
import type { Status } from '@eservices-lb/sdk/wire';
import fc from 'fast-check';

const dampingMs = 1000;

function aView(primary: Status, backup: Status, difference: Partial<PairView> = {}): PairView {
  return {
    statuses: { primary, backup },
    isExiting: { primary: false, backup: false },
    hasOtherRole: { primary: false, backup: false },
    isEnabled: { primary: true, backup: true },
    hindrance: undefined,
    ...difference,
  };
}

const served = (serving: 'primary' | 'backup', difference: Partial<PairState> = {}): PairState => ({
  ...firstPairState,
  serving,
  ...difference,
});

/** Who serves after a look, and after the damping time if nothing else happens. */
function outcome(state: PairState, view: PairView): readonly [string | undefined, string | undefined] {
  const now = nextPairStep(state, view, { at: 50_000, dampingMs });
  const later = nextPairStep(now.state, view, { at: 50_000 + dampingMs, dampingMs });
  return [now.state.serving, later.state.serving];
}

describe('a warm standby pair', () => {
  it.each<[Status, string, string]>([
    ['running', 'primary', 'primary'],
    ['suspending', 'primary', 'primary'],
    ['suspended', 'primary', 'primary'],
    ['service-unavailable', 'primary', 'backup'],
    ['unknown', 'primary', 'backup'],
    ['stopped', 'backup', 'backup'],
    ['stop-pending', 'backup', 'backup'],
    ['stop-transition', 'backup', 'backup'],
    ['start-pending', 'backup', 'backup'],
    ['start-transition', 'backup', 'backup'],
    ['initializing', 'backup', 'backup'],
  ])('whose primary is %s while the backup runs is served by the %s, and after the wait by the %s (BK-5)', (...row) => {
    const [status, now, later] = row;

    expect(outcome(served('primary'), aView(status, 'running'))).toEqual([now, later]);
  });

  it.each(statusSchema.options.filter((status) => status !== 'running'))(
    'does not switch over to a backup that is %s',
    (status) => {
      expect(outcome(served('primary'), aView('stopped', status))).toEqual(['primary', 'primary']);
    },
  );

  it('does not switch over to a disabled backup', () => {
    const view = aView('stopped', 'running', { isEnabled: { primary: true, backup: false } });

    expect(outcome(served('primary'), view)).toEqual(['primary', 'primary']);
  });

  it('switches over at once when its primary finishes what it has, before it stops', () => {
    const view = aView('suspending', 'running', { isExiting: { primary: true, backup: false } });

    expect(outcome(served('primary'), view)).toEqual(['backup', 'backup']);
  });

  it('forgets a loss that was over before the wait was (BK-5)', () => {
    const lost = nextPairStep(served('primary'), aView('unknown', 'running'), { at: 0, dampingMs });
    expect(lost.wakeAt).toBe(dampingMs);
    const back = nextPairStep(lost.state, aView('running', 'running'), { at: 900, dampingMs });
    const again = nextPairStep(back.state, aView('unknown', 'running'), { at: 1000, dampingMs });

    expect(again).toMatchObject({ state: { serving: 'primary' }, wakeAt: 1000 + dampingMs });
  });

  it('stays with the backup when the former primary is back (R34)', () => {
    expect(outcome(served('backup'), aView('running', 'running'))).toEqual(['backup', 'backup']);
  });

  it('begins with its primary, and with its backup only when the primary does not come within the wait', () => {
    expect(outcome(firstPairState, aView('running', 'running'))[0]).toBe('primary');
    expect(outcome(firstPairState, aView('stopped', 'running'))).toEqual([undefined, 'backup']);
    expect(outcome(firstPairState, aView('stopped', 'stopped'))).toEqual([undefined, undefined]);
  });

  it('goes on with the backup that served before the control server was restarted', () => {
    const hasOtherRole = { primary: true, backup: true };

    const first = nextPairStep(firstPairState, aView('running', 'stopped', { hasOtherRole }), { at: 0, dampingMs });
    const second = nextPairStep(first.state, aView('running', 'running', { hasOtherRole }), { at: 20, dampingMs });

    expect(first.state.serving).toBeUndefined();
    expect(second.state.serving).toBe('backup');
  });

  it('does not switch over while something hinders it, says so once, and does when it is over (IXN-10)', () => {
    const hindered = aView('stopped', 'running', { hindrance: 'an agent is missing' });

    const first = nextPairStep(served('primary'), hindered, { at: 0, dampingMs });
    const second = nextPairStep(first.state, hindered, { at: 10, dampingMs });
    const third = nextPairStep(second.state, aView('stopped', 'running'), { at: 20, dampingMs });

    expect(first).toMatchObject({ state: { serving: 'primary' }, hindered: { by: 'an agent is missing' } });
    expect(second.hindered).toBeUndefined();
    expect(third.state.serving).toBe('backup');
  });

  it('reports role changes that follow each other within 10 s as flapping (BK-5)', () => {
    const change = (changedAt: number | undefined, at: number) =>
      nextPairStep(served('primary', { changedAt }), aView('stopped', 'running'), { at, dampingMs }).change?.isFlapping;

    expect(change(undefined, 5)).toBe(false);
    expect(change(0, flappingMs - 1)).toBe(true);
    expect(change(0, flappingMs)).toBe(false);
  });

  it('changes roles because an operator wants it, both ways', () => {
    const there = manualStep(served('primary'), aView('running', 'running'), { at: 0, dampingMs });
    if (typeof there === 'string') throw new Error(there);
    const back = manualStep(there.state, aView('running', 'running'), { at: flappingMs, dampingMs });

    expect(there.state.serving).toBe('backup');
    expect(back).toMatchObject({ state: { serving: 'primary' } });
  });

  it.each([
    ['a backup that does not run', aView('running', 'stopped'), 'its other member is stopped, not running'],
    [
      'a disabled backup',
      aView('running', 'running', { isEnabled: { primary: true, backup: false } }),
      'its other member is disabled, not running',
    ],
    ['a missing agent', aView('running', 'running', { hindrance: 'an agent is missing' }), 'an agent is missing'],
  ])('tells the operator why it cannot with %s', (_case, view, reason) => {
    expect(manualStep(served('primary'), view, { at: 0, dampingMs })).toBe(reason);
  });

  it('always ends with a running member serving, if one is left, and never leaves a serving one that runs', () => {
    const status = fc.constantFrom(...statusSchema.options);
    const look = fc.record({ primary: status, backup: status, afterMs: fc.integer({ min: 0, max: 3000 }) });
    fc.assert(
      fc.property(fc.array(look, { minLength: 1, maxLength: 30 }), (looks) => {
        let state: PairState = firstPairState;
        let at = 0;
        for (const { primary, backup, afterMs } of looks) {
          at += afterMs;
          const before = state;
          const step = nextPairStep(state, aView(primary, backup), { at, dampingMs });
          state = step.state;
          const statuses = { primary, backup };
          if (before.serving !== undefined && statuses[before.serving] === 'running') {
            expect(state.serving).toBe(before.serving);
          }
          if (step.change !== undefined) expect(statuses[step.change.to]).toBe('running');

          const settled = nextPairStep(state, aView(primary, backup), { at: at + dampingMs, dampingMs }).state;
          const idle = ['suspending', 'suspended'];
          const isHeld = settled.serving !== undefined && idle.includes(statuses[settled.serving]);
          const isAnyRunning = primary === 'running' || backup === 'running';
          if (isAnyRunning && !isHeld) expect(settled.serving && statuses[settled.serving]).toBe('running');
        }
      }),
    );
  });
});
