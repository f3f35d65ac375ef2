import type { Status } from '@eservices-lb/sdk/wire';
import { otherMember } from './warm-pair.js';
import type { Member } from './warm-pair.js';

/** What is remembered of a pair from one event to the next. */
export interface PairState {
  /** Who serves clients, or served last; nobody yet at the beginning. */
  readonly serving: Member | undefined;
  /** Since when a loss is waited for that may be a passing one; monotonic ms. */
  readonly waitingSince: number | undefined;
  /** When the last change of roles was; monotonic ms. */
  readonly changedAt: number | undefined;
  /** Why there is no switchover although there should be one; told once. */
  readonly hindrance: string | undefined;
}

/** What the pair looks like now. */
export interface PairView {
  readonly statuses: Readonly<Record<Member, Status>>;
  /** Members that finish what they have and then stop. */
  readonly isExiting: Readonly<Record<Member, boolean>>;
  /** Members that had the other role when they last heard from a control server, which has forgotten it. */
  readonly hasOtherRole: Readonly<Record<Member, boolean>>;
  /** Disabled members are never made primary. */
  readonly isEnabled: Readonly<Record<Member, boolean>>;
  /** Why there can be no switchover at all (BK-1, IXN-10), in words. */
  readonly hindrance: string | undefined;
}

export interface PairTiming {
  /** Monotonic ms. */
  readonly at: number;
  /** How long a loss must last that may be a blip (`disconnect-switchover-timeout`), ms. */
  readonly dampingMs: number;
}

/** What follows from a look at the pair. */
export interface PairStep {
  readonly state: PairState;
  /** The roles changed: from whom, and why. `undefined` from whom at the beginning. */
  readonly change?: {
    readonly from: Member | undefined;
    readonly to: Member;
    readonly why: string;
    readonly isFlapping: boolean;
  };
  /** Something keeps the roles from changing, and that is news. */
  readonly hindered?: { readonly by: string; readonly why: string };
  /** When to look again although nothing is reported; monotonic ms. */
  readonly wakeAt?: number;
}

/** Roles that change again so soon are flapping (BK-5), ms. */
export const flappingMs = 10_000;

export const firstPairState: PairState = {
  serving: undefined,
  waitingSince: undefined,
  changedAt: undefined,
  hindrance: undefined,
};

/**
 * The next step of a warm standby pair. Only one member is primary at any time; who serves goes on serving for as long as it can, and there is no
 * return by itself when the other one comes back (R34).
 */
export function nextPairStep(state: PairState, view: PairView, timing: PairTiming): PairStep {
  if (state.serving === undefined) return firstStep(state, view, timing);
  const loss = lossOf(view.statuses[state.serving], view.isExiting[state.serving]);
  if (loss === undefined) return { state: { ...state, waitingSince: undefined, hindrance: undefined } };
  return afterLoss({ ...state, serving: state.serving }, loss, { view, timing });
}

/** An operator's switchover, which asks nobody but the other member. Says why it is impossible, where it is. */
export function manualStep(state: PairState, view: PairView, { at }: PairTiming): PairStep | string {
  const from = state.serving;
  const to = otherMember(from ?? 'backup');
  if (view.hindrance !== undefined) return view.hindrance;
  if (!isReady(view, to))
    return `its other member is ${view.isEnabled[to] ? view.statuses[to] : 'disabled'}, not running`;
  return changed(state, { to, at, why: 'an operator asked for it' });
}

/** A status that the serving member cannot serve with. */
interface Loss {
  readonly why: string;
  /** It may be over in a moment, so it is waited for (BK-5). */
  readonly mayPass: boolean;
}

/** What starts was stopped a moment ago; what was suspended, somebody meant to take no work. */
function lossOf(status: Status, isExiting: boolean): Loss | undefined {
  if (isExiting) return { why: 'it is being stopped', mayPass: false };
  switch (status) {
    case 'running':
    case 'suspending':
    case 'suspended':
      return undefined;
    case 'service-unavailable':
      return { why: 'it reports Service Unavailable', mayPass: true };
    case 'unknown':
      return { why: 'its host or its Local Control Agent is lost', mayPass: true };
    case 'stopped':
    case 'stop-pending':
    case 'stop-transition':
      return { why: 'it stopped', mayPass: false };
    case 'start-pending':
    case 'start-transition':
    case 'initializing':
      return { why: 'it is starting', mayPass: false };
  }
}

const isReady = ({ statuses, isEnabled }: PairView, member: Member): boolean =>
  isEnabled[member] && statuses[member] === 'running';

/**
 * Who begins: the backup where it served before the control server was restarted, else the primary. One that should not begin is waited for, because
 * at the start of an estate both come up within moments.
 */
function firstStep(state: PairState, view: PairView, { at, dampingMs }: PairTiming): PairStep {
  const [primary, backup] = [isReady(view, 'primary'), isReady(view, 'backup')];
  if (backup && view.hasOtherRole.backup) return changed(state, { to: 'backup', at, why: 'it served before' });
  if (primary && !view.hasOtherRole.primary)
    return changed(state, { to: 'primary', at, why: 'it is the first to run' });
  if (!primary && (!backup || view.hindrance !== undefined)) return { state: { ...state, waitingSince: undefined } };
  const since = state.waitingSince ?? at;
  if (at - since < dampingMs) return { state: { ...state, waitingSince: since }, wakeAt: since + dampingMs };
  return changed(state, { to: primary ? 'primary' : 'backup', at, why: 'it is the only one that runs' });
}

function afterLoss(
  state: PairState & { readonly serving: Member },
  loss: Loss,
  { view, timing: { at, dampingMs } }: { readonly view: PairView; readonly timing: PairTiming },
): PairStep {
  const to = otherMember(state.serving);
  if (!isReady(view, to)) return { state: { ...state, waitingSince: state.waitingSince ?? at, hindrance: undefined } };
  const since = state.waitingSince ?? at;
  const waiting = { ...state, waitingSince: since };
  if (loss.mayPass && at - since < dampingMs) return { state: waiting, wakeAt: since + dampingMs };
  const { hindrance } = view;
  if (hindrance === undefined) return changed(state, { to, at, why: loss.why });
  const hindered = { state: { ...waiting, hindrance } };
  return state.hindrance === hindrance ? hindered : { ...hindered, hindered: { by: hindrance, why: loss.why } };
}

function changed(
  { serving, changedAt }: PairState,
  { to, at, why }: { readonly to: Member; readonly at: number; readonly why: string },
): PairStep {
  const isFlapping = serving !== undefined && changedAt !== undefined && at - changedAt < flappingMs;
  return {
    state: {
      serving: to,
      waitingSince: undefined,
      changedAt: serving === undefined ? undefined : at,
      hindrance: undefined,
    },
    change: { from: serving, to, why, isFlapping },
  };
}
