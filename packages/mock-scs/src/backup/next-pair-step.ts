import { followHandover } from './follow-handover.js';
import { lossOf } from './loss.js';
import type { Loss } from './loss.js';
import { isReady, isStarting, isStopping, isThere, mayServe } from './pair-view.js';
import type { MemberView, PairView } from './pair-view.js';
import { handoverLimitMs, refusalPauseMs } from './pair-state.js';
import type { PairState, PairStep, PairTiming } from './pair-state.js';
import { otherMember } from './warm-pair.js';
import type { Member } from './warm-pair.js';

/** A step before it is known who is to be told what. */
type Decision = Omit<PairStep, 'tell'>;

/**
 * The next step of a warm standby pair. Who serves goes on serving for as long as it can, and there is no return by itself when the other one comes back
 * (R34). A new one is told only when the former one is gone, lost, or has said that it is backup, so there are never two that can be heard.
 */
export function nextPairStep(before: PairState, view: PairView, timing: PairTiming): PairStep {
  const state = { ...before, told: stillTold(before.told, view) };
  if (state.serving === undefined) return telling(first(state, view, timing), view, timing);
  const followed = followHandover({ ...state, serving: state.serving }, view, timing);
  if (followed.state.handover !== undefined) return telling(followed, view, timing);
  const decided = afterLook(followed.state, view, timing);
  return telling({ ...followed, ...decided }, view, timing);
}

/** An operator's switchover, which nothing has to be amiss for. Says why it is impossible, where it is. */
export function manualStep(state: PairState, view: PairView, timing: PairTiming): PairStep | string {
  const from = state.serving ?? 'primary';
  const to = otherMember(from);
  if (state.handover !== undefined) return 'its members are changing roles already';
  if (view.hindrance !== undefined) return view.hindrance.reason;
  const { isEnabled, status } = view.members[to];
  if (!isReady(view.members[to])) return `its other member is ${isEnabled ? status : 'disabled'}, not running`;
  const asked = handingOver({ ...state, serving: from }, 'gave up its role because an operator asked for it', timing);
  return telling({ state: asked }, view, timing);
}

/** What is not there has forgotten what it was told. */
const stillTold = (told: PairState['told'], { members }: PairView): PairState['told'] => ({
  primary: isThere(members.primary) ? told.primary : undefined,
  backup: isThere(members.backup) ? told.backup : undefined,
});

/**
 * Who begins: the backup where it served before the control server was restarted, else the primary. The primary is waited for while it starts, because at
 * the start of an estate both come up within moments, and for the time of a blip where it does not.
 */
function first(state: PairState, view: PairView, { at, dampingMs }: PairTiming): Decision {
  const { primary, backup } = view.members;
  if (isReady(primary) && primary.mode !== 'backup') return { state: { ...state, serving: 'primary' } };
  if (isReady(backup) && backup.mode === 'primary') return { state: { ...state, serving: 'backup' } };
  const isBackupNext = isReady(backup) && !isStarting(primary) && view.hindrance === undefined;
  if (!isReady(primary) && !isBackupNext) return { state: { ...state, missedSince: undefined } };
  const missedSince = state.missedSince ?? at;
  if (at - missedSince < dampingMs) return { state: { ...state, missedSince }, wakeAt: missedSince + dampingMs };
  return { state: { ...state, missedSince: undefined, serving: isReady(primary) ? 'primary' : 'backup' } };
}

/** Nothing is under way. */
function afterLook(state: PairState & { readonly serving: Member }, view: PairView, timing: PairTiming): Decision {
  const loss = lossOf(view.members[state.serving]);
  if (loss === undefined) {
    const toldHindrance = view.hindrance?.rule === 'BK-1' ? state.toldHindrance : undefined;
    return { state: { ...state, missedSince: undefined, refusedAt: undefined, toldHindrance } };
  }
  const missed = { ...state, missedSince: state.missedSince ?? timing.at };
  const other = view.members[otherMember(state.serving)];
  const { hindrance } = view;
  const isOtherLost = hindrance?.rule === 'IXN-10' && other.status === 'unknown';
  if (!isReady(other) && !isOtherLost) return { state: missed };
  const dueAt = Math.max(
    missed.missedSince + (loss.mayPass ? timing.dampingMs : 0),
    (missed.refusedAt ?? -Infinity) + refusalPauseMs,
  );
  if (timing.at < dueAt) return { state: missed, wakeAt: dueAt };
  if (hindrance === undefined) return { state: handingOver(missed, loss.why, timing) };
  return hindered(missed, hindrance, loss);
}

function hindered(state: PairState, { rule, reason }: NonNullable<PairView['hindrance']>, { why }: Loss): Decision {
  if (state.toldHindrance === reason) return { state };
  return { state: { ...state, toldHindrance: reason }, hindered: { rule, by: reason, why } };
}

function handingOver(state: PairState & { readonly serving: Member }, why: string, { at }: PairTiming): PairState {
  const missedSince = state.missedSince ?? at;
  return {
    ...state,
    serving: otherMember(state.serving),
    handover: { from: state.serving, why, missedSince, begunAt: at, toldAt: undefined, isOverdue: false },
    missedSince: undefined,
    toldHindrance: undefined,
    refusedAt: undefined,
  };
}

/** Adds who is to be told what, in this order: first the one that must not serve. */
function telling(decision: Decision, view: PairView, { at }: PairTiming): PairStep {
  const { serving, told, handover } = decision.state;
  if (serving === undefined) return { ...decision, tell: [] };
  const idle = otherMember(serving);
  const isIdleToldAnew = mayServe(view.members[idle]) && told[idle] !== 'backup';
  const isServingToldAnew =
    !mayServe(view.members[idle]) && canServe(view.members[serving]) && lacksRole(view.members[serving], told[serving]);
  const state: PairState = {
    ...decision.state,
    told: {
      ...told,
      ...(isIdleToldAnew && { [idle]: 'backup' }),
      ...(isServingToldAnew && { [serving]: 'primary' }),
    },
    handover: handover && isServingToldAnew ? { ...handover, toldAt: at } : handover,
  };
  return {
    ...decision,
    state,
    tell: [
      ...(isIdleToldAnew ? [{ member: idle, mode: 'backup' } as const] : []),
      ...(isServingToldAnew ? [{ member: serving, mode: 'primary' } as const] : []),
    ],
    ...wakingFor(state, decision),
  };
}

const canServe = (member: MemberView): boolean => isThere(member) && !isStopping(member);

const lacksRole = ({ mode }: MemberView, told: PairState['told'][Member]): boolean =>
  told !== 'primary' && (mode !== 'primary' || told === 'backup');

/** A handover has its time limits. */
function wakingFor({ handover }: PairState, { wakeAt }: Decision): Pick<PairStep, 'wakeAt'> {
  if (handover !== undefined && !handover.isOverdue) {
    return { wakeAt: (handover.toldAt ?? handover.begunAt) + handoverLimitMs };
  }
  return wakeAt === undefined ? {} : { wakeAt };
}
