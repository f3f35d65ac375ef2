import type { PairMode } from './mode-control.js';
import type { Member } from './warm-pair.js';

/** A change of roles under way: whose role it is has been decided, and the other one does not have it yet, or not any more. */
export interface Handover {
  readonly from: Member;
  /** The end of a sentence that begins with the name of the former one. */
  readonly why: string;
  /** Since when the former one is missed; monotonic ms, as all times here. */
  readonly missedSince: number;
  /** When the wait for a blip was over, and the change began. */
  readonly begunAt: number;
  /** When the new one was told. The former one is asked first, so that there are never two. */
  readonly toldAt: number | undefined;
  /** It takes longer than it should, which was told. */
  readonly isOverdue: boolean;
}

/** What is remembered of a pair from one event to the next. */
export interface PairState {
  /** Whose the role is, or is to be when the handover is over; nobody's at the beginning. */
  readonly serving: Member | undefined;
  readonly handover: Handover | undefined;
  /** Since when the serving member cannot serve. */
  readonly missedSince: number | undefined;
  /** What each was told last, since it is there. */
  readonly told: Readonly<Record<Member, PairMode | undefined>>;
  /** The times of the last changes of roles, as far as they matter for flapping (BK-5). */
  readonly changes: readonly number[];
  /** Why there is no switchover although there should be one; each is told once. */
  readonly toldHindrance: string | undefined;
  /** When the serving member did not give up its role although it cannot serve; it is asked again later. */
  readonly refusedAt: number | undefined;
}

export interface PairTiming {
  /** Monotonic ms. */
  readonly at: number;
  /** How long a loss must last that may be a blip (`disconnect-switchover-timeout`), ms. */
  readonly dampingMs: number;
}

/** The roles have changed. */
export interface RoleChange {
  readonly from: Member;
  readonly to: Member;
  readonly why: string;
  /** From the moment in which the former one was missed to that in which the new one served, ms. */
  readonly tookMs: number;
  /** How much of that was the wait for a blip, ms. */
  readonly waitedMs: number;
  /** The times of this change and of those shortly before, where that is flapping. */
  readonly flapping: readonly number[] | undefined;
}

/** What follows from a look at the pair. */
export interface PairStep {
  readonly state: PairState;
  readonly tell: readonly { readonly member: Member; readonly mode: PairMode }[];
  readonly change?: RoleChange;
  /** A change that did not come to its end, or not in time. */
  readonly failed?: { readonly from: Member; readonly to: Member; readonly why: string };
  /** Something keeps the roles from changing, and that is news. */
  readonly hindered?: { readonly rule: string; readonly by: string; readonly why: string };
  /** When to look again although nothing is reported. */
  readonly wakeAt?: number;
}

/** Roles that change again so soon are flapping (BK-5), ms. */
export const flappingMs = 10_000;

/** How long a member may take to take a role, or to give it up, ms. */
export const handoverLimitMs = 2000;

/** How long a member that did not give up its role is left alone, ms. */
export const refusalPauseMs = 10_000;

export const firstPairState: PairState = {
  serving: undefined,
  handover: undefined,
  missedSince: undefined,
  told: { primary: undefined, backup: undefined },
  changes: [],
  toldHindrance: undefined,
  refusedAt: undefined,
};
