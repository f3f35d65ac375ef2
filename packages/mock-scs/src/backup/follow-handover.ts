import { flappingMs, handoverLimitMs } from './pair-state.js';
import type { Handover, PairState, PairStep, PairTiming, RoleChange } from './pair-state.js';
import { isReady, isStopping, isThere, mayServe } from './pair-view.js';
import type { PairView } from './pair-view.js';
import { otherMember } from './warm-pair.js';
import type { Member } from './warm-pair.js';

type Serving = PairState & { readonly serving: Member };
type Followed = Pick<PairStep, 'change' | 'failed'> & { readonly state: Serving };

/** How a handover goes on: it is done, it goes back, it has failed, it takes too long, or it is waited for. */
export function followHandover(state: Serving, view: PairView, timing: PairTiming): Followed {
  const { handover } = state;
  if (handover === undefined) return { state };
  const { from } = handover;
  const to = state.serving;
  if (isDone(state, view)) return done(state, handover, timing);
  return handover.toldAt === undefined
    ? untilGivenUp({ state, handover, from, to }, view, timing)
    : untilTaken({ state, handover, from, to }, view, timing);
}

interface UnderWay {
  readonly state: Serving;
  readonly handover: Handover;
  readonly from: Member;
  readonly to: Member;
}

const isDone = ({ serving, told }: Serving, { members }: PairView): boolean =>
  isThere(members[serving]) &&
  members[serving].mode === 'primary' &&
  told[serving] !== 'backup' &&
  !mayServe(members[otherMember(serving)]);

function done(state: Serving, handover: Handover, { at }: PairTiming): Followed {
  const { from, why, missedSince, begunAt } = handover;
  const changes = [...state.changes.filter((time) => at - time < flappingMs), at];
  const change: RoleChange = {
    ...{ from, to: state.serving, why },
    tookMs: at - missedSince,
    waitedMs: begunAt - missedSince,
    flapping: changes.length > 1 ? changes : undefined,
  };
  return { state: { ...state, handover: undefined, changes }, change };
}

/** The new one knows of nothing yet, so everything can stay as it was. */
function untilGivenUp({ state, handover, from, to }: UnderWay, { members }: PairView, { at }: PairTiming): Followed {
  const back = (why: string, refusedAt: number | undefined): Followed => ({
    state: { ...state, serving: from, handover: undefined, missedSince: handover.missedSince, refusedAt },
    failed: { from, to, why },
  });
  if (!isReady(members[to])) return back(`the other one is ${members[to].status} meanwhile`, undefined);
  const isLate = at - handover.begunAt >= handoverLimitMs;
  if (isLate && mayServe(members[from]) && !isStopping(members[from])) {
    return back(`it did not give up its role within ${handoverLimitMs / 1000} s`, at);
  }
  return { state };
}

/** The new one was told, so the role is its own; when it is lost now, that is a loss like any other. */
function untilTaken({ state, handover, from, to }: UnderWay, { members }: PairView, { at }: PairTiming): Followed {
  const taker = members[to];
  if (!isThere(taker) || isStopping(taker)) {
    const why = `the other one is ${taker.status} before it has taken the role`;
    return { state: { ...state, handover: undefined }, failed: { from, to, why } };
  }
  if (handover.isOverdue || at - (handover.toldAt ?? at) < handoverLimitMs) return { state };
  const why = `the other one has not taken the role within ${handoverLimitMs / 1000} s`;
  return { state: { ...state, handover: { ...handover, isOverdue: true } }, failed: { from, to, why } };
}
