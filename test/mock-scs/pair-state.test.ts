import { firstPairState, flappingMs, handoverLimitMs, manualStep, nextPairStep } from '@eservices-lb/mock-scs';
import type { PairState, PairView } from '@eservices-lb/mock-scs';
import { statusSchema } from '@eservices-lb/sdk/wire';
import type { Status } from '@eservices-lb/sdk/wire';
import { aMember, aPairView, missingAgent, served } from './a-pair-view.js';

const dampingMs = 1000;

/** Whose the role is after a look, and after the damping time if nothing else happens. */
function outcome(state: PairState, view: PairView): readonly [string | undefined, string | undefined] {
  const now = nextPairStep(state, view, { at: 50_000, dampingMs });
  const later = nextPairStep(now.state, view, { at: 50_000 + dampingMs, dampingMs });
  return [now.state.serving, later.state.serving];
}

const told = ({ tell }: ReturnType<typeof nextPairStep>): readonly string[] =>
  tell.map(({ member, mode }) => `${member} becomes ${mode}`);

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

    expect(outcome(served('primary'), aPairView(status, 'running'))).toEqual([now, later]);
  });

  it('waits for a primary whose link broke while its process lives, and not for one whose process has ended (BK-5)', () => {
    const cutOff = aMember('stopped', { mode: 'primary', isCutOff: true });

    expect(outcome(served('primary'), aPairView(cutOff, 'running'))).toEqual(['primary', 'backup']);
  });

  it.each(statusSchema.options.filter((status) => status !== 'running'))(
    'does not switch over to a backup that is %s',
    (status) => {
      expect(outcome(served('primary'), aPairView('stopped', status))).toEqual(['primary', 'primary']);
    },
  );

  it.each([
    ['disabled', { isEnabled: false }],
    ['about to stop', { isExiting: true }],
  ])('does not switch over to a backup that is %s', (_case, difference) => {
    const view = aPairView('stopped', aMember('running', difference));

    expect(outcome(served('primary'), view)).toEqual(['primary', 'primary']);
  });

  it('leaves the role to a primary that finishes what it has, until it stops', () => {
    const finishing = aMember('suspending', { mode: 'primary', isExiting: true });

    expect(outcome(served('primary'), aPairView(finishing, 'running'))).toEqual(['primary', 'primary']);
  });

  it('forgets a loss that was over before the wait was (BK-5)', () => {
    const lost = nextPairStep(served('primary'), aPairView('unknown', 'running'), { at: 0, dampingMs });
    expect(lost.wakeAt).toBe(dampingMs);
    const back = nextPairStep(lost.state, aPairView('running', 'running'), { at: 900, dampingMs });
    const again = nextPairStep(back.state, aPairView('unknown', 'running'), { at: 1000, dampingMs });

    expect(again).toMatchObject({ state: { serving: 'primary' }, wakeAt: 1000 + dampingMs });
  });

  it('stays with the backup when the former primary is back (R34)', () => {
    const view = aPairView(aMember('running'), aMember('running', { mode: 'primary' }));

    expect(outcome(served('backup'), view)).toEqual(['backup', 'backup']);
  });

  describe('at the beginning', () => {
    it('is served by its primary, and by its backup only when the primary does not come within the wait', () => {
      expect(outcome(firstPairState, aPairView('running', 'running'))[0]).toBe('primary');
      expect(outcome(firstPairState, aPairView('stopped', 'running'))).toEqual([undefined, 'backup']);
      expect(outcome(firstPairState, aPairView('stopped', 'stopped'))).toEqual([undefined, undefined]);
    });

    it.each<Status>(['start-pending', 'start-transition', 'initializing'])(
      'waits for a primary that is %s, however long that takes',
      (status) => {
        expect(outcome(firstPairState, aPairView(status, 'running'))).toEqual([undefined, undefined]);
      },
    );

    it('goes on with the backup that served before the control server was restarted', () => {
      const nowBackup = aMember('running');
      const nowPrimary = aMember('running', { mode: 'primary' });

      const first = nextPairStep(firstPairState, aPairView(nowBackup, 'stopped'), { at: 0, dampingMs });
      const second = nextPairStep(first.state, aPairView(nowBackup, nowPrimary), { at: 20, dampingMs });

      expect(first.state.serving).toBeUndefined();
      expect(second).toMatchObject({ state: { serving: 'backup' }, tell: [] });
    });

    it('tells the backup that it is one, where both think that they are primary (BK-4)', () => {
      const view = aPairView('running', aMember('running', { mode: 'primary' }));

      expect(told(nextPairStep(firstPairState, view, { at: 0, dampingMs }))).toEqual(['backup becomes backup']);
    });
  });

  describe('that hands over', () => {
    const unavailable = aPairView('service-unavailable', 'running');
    const begun = nextPairStep(served('primary', { missedSince: 0 }), unavailable, { at: 1000, dampingMs });
    const givenUp = aPairView(aMember('service-unavailable'), aMember('running'));

    it('tells the former primary first, and the new one only when that has said that it is backup (BK-4)', () => {
      expect(told(begun)).toEqual(['primary becomes backup']);

      const waiting = nextPairStep(begun.state, unavailable, { at: 1001, dampingMs });
      expect(told(waiting)).toEqual([]);

      expect(told(nextPairStep(waiting.state, givenUp, { at: 1002, dampingMs }))).toEqual(['backup becomes primary']);
    });

    it.each<[string, PairView]>([
      ['stopped', aPairView('stopped', 'running')],
      ['lost', aPairView('unknown', 'running')],
    ])('asks nobody to give up the role where the former primary is %s', (_case, view) => {
      const step = nextPairStep(served('primary', { missedSince: -dampingMs }), view, { at: 0, dampingMs });

      expect(told(step)).toEqual(['backup becomes primary']);
    });

    it('has changed its roles when the new one serves, and says how long that took', () => {
      const telling = nextPairStep(begun.state, givenUp, { at: 1002, dampingMs });
      const taken = aPairView(aMember('service-unavailable'), aMember('running', { mode: 'primary' }));
      const { change, state } = nextPairStep(telling.state, taken, { at: 1005, dampingMs });

      expect(change).toMatchObject({
        from: 'primary',
        to: 'backup',
        tookMs: 1005,
        waitedMs: 1000,
        flapping: undefined,
      });
      expect(state).toMatchObject({ serving: 'backup', handover: undefined });
    });

    it('goes back where the former primary does not give up its role in time, and asks it again only after a while', () => {
      const late = { at: 1000 + handoverLimitMs, dampingMs };
      const step = nextPairStep(begun.state, unavailable, late);

      expect(step).toMatchObject({ state: { serving: 'primary' }, failed: { from: 'primary' } });
      expect(told(step)).toEqual(['primary becomes primary']);
      const again = late.at + 10_000;
      expect(step.wakeAt).toBe(again);
      expect(nextPairStep(step.state, unavailable, { at: again - 1, dampingMs }).state.serving).toBe('primary');
      expect(nextPairStep(step.state, unavailable, { at: again, dampingMs }).state.serving).toBe('backup');
    });

    it('goes back where the backup dies before it was told', () => {
      const step = nextPairStep(begun.state, aPairView('service-unavailable', 'stopped'), { at: 1001, dampingMs });

      expect(step).toMatchObject({ state: { serving: 'primary' }, failed: { to: 'backup' } });
      expect(told(step)).toEqual(['primary becomes primary']);
    });

    it('is served by the former primary again where the backup dies before it has taken the role, and the former one is well', () => {
      const telling = nextPairStep(begun.state, givenUp, { at: 1002, dampingMs });
      const died = nextPairStep(telling.state, aPairView(aMember('running'), 'stopped'), { at: 1003, dampingMs });

      expect(died).toMatchObject({ state: { serving: 'primary' }, failed: { to: 'backup' } });
      expect(told(died)).toEqual(['primary becomes primary']);
    });

    it('says that the new one takes too long, once, and waits on', () => {
      const telling = nextPairStep(begun.state, givenUp, { at: 1002, dampingMs });
      const asked = aPairView(aMember('service-unavailable'), aMember('running', { mode: undefined }));
      const late = nextPairStep(telling.state, asked, { at: 1002 + handoverLimitMs, dampingMs });
      const later = nextPairStep(late.state, asked, { at: 1002 + 2 * handoverLimitMs, dampingMs });

      expect(late.failed).toBeDefined();
      expect(later).toMatchObject({ state: { serving: 'backup' } });
      expect(later.failed).toBeUndefined();
    });
  });

  it('does not switch over while an agent is missing, says so once, and does when it is back (IXN-10)', () => {
    const hindered = aPairView('stopped', 'running', missingAgent);

    const first = nextPairStep(served('primary'), hindered, { at: 0, dampingMs });
    const second = nextPairStep(first.state, hindered, { at: 10, dampingMs });
    const third = nextPairStep(second.state, aPairView('stopped', 'running'), { at: 20, dampingMs });

    expect(first).toMatchObject({ state: { serving: 'primary' }, hindered: { rule: 'IXN-10' } });
    expect(second.hindered).toBeUndefined();
    expect(third.state.serving).toBe('backup');
  });

  it('says so too where it is the backup whose agent is missing (IXN-10)', () => {
    const view = aPairView('stopped', 'unknown', missingAgent);

    expect(nextPairStep(served('primary'), view, { at: 0, dampingMs }).hindered).toMatchObject({ rule: 'IXN-10' });
  });

  it('says of a pair that has no warm standby once that it is never switched (BK-1)', () => {
    const rule = { rule: 'BK-1', reason: 'there is none' } as const;
    let state = served('primary');
    let times = 0;
    for (const [at, status] of (['stopped', 'running', 'stopped', 'running', 'stopped'] as const).entries()) {
      const step = nextPairStep(state, aPairView(status, 'running', rule), { at, dampingMs });
      if (step.hindered !== undefined) times += 1;
      state = step.state;
    }

    expect(times).toBe(1);
    expect(state.serving).toBe('primary');
  });

  it('reports role changes that follow each other within 10 s as flapping, with their times (BK-5)', () => {
    const handover = {
      from: 'primary',
      why: 'has stopped',
      missedSince: 0,
      begunAt: 0,
      toldAt: 0,
      isOverdue: false,
    } as const;
    const taken = aPairView('stopped', aMember('running', { mode: 'primary' }));
    const change = (changes: readonly number[], at: number) =>
      nextPairStep(served('backup', { handover, changes }), taken, { at, dampingMs }).change?.flapping;

    expect(change([], 5)).toBeUndefined();
    expect(change([0], flappingMs - 1)).toEqual([0, flappingMs - 1]);
    expect(change([0], flappingMs)).toBeUndefined();
  });

  it('changes roles because an operator wants it', () => {
    const step = manualStep(served('primary'), aPairView('running', 'running'), { at: 0, dampingMs });
    if (typeof step === 'string') throw new Error(step);

    expect(step.state.serving).toBe('backup');
    expect(told(step)).toEqual(['primary becomes backup']);
  });

  it.each<[string, PairState, PairView, string]>([
    [
      'a backup that is stopped',
      served('primary'),
      aPairView('running', 'stopped'),
      'its other member is stopped, not running',
    ],
    [
      'a disabled backup',
      served('primary'),
      aPairView('running', aMember('running', { isEnabled: false })),
      'its other member is disabled, not running',
    ],
    ['a missing agent', served('primary'), aPairView('running', 'running', missingAgent), 'an agent is missing'],
    [
      'a change under way',
      nextPairStep(served('primary'), aPairView('stopped', 'running'), { at: 0, dampingMs }).state,
      aPairView('stopped', 'running'),
      'its members are changing roles already',
    ],
  ])('tells the operator why it cannot with %s', (_case, state, view, reason) => {
    expect(manualStep(state, view, { at: 0, dampingMs })).toBe(reason);
  });
});
