export type PairMember = 'primary' | 'backup';

/** Who of a warm standby pair is used, and how it came to that. */
export interface PairRole {
  /** The one that existing aliases lead to. */
  readonly member: PairMember;
  /** Since when; monotonic ms. */
  readonly since: number;
  /** Since when the primary serves again beside a backup that still serves too. */
  readonly primaryBackSince: number | undefined;
  /** The member changed again so soon after it had changed (BK-5). */
  readonly isFlapping: boolean;
}

export interface PairServing {
  readonly primary: boolean;
  readonly backup: boolean;
}

/** Role changes that follow each other more quickly are reported as flapping (BK-5), ms. */
const flappingMs = 10_000;

/** The role at first sight, of a pair or of a server without a backup: a beginning, not a change. */
export function firstRole({ primary, backup }: PairServing): PairRole {
  const member = backup && !primary ? 'backup' : 'primary';
  return { member, since: -Infinity, primaryBackSince: undefined, isFlapping: false };
}

/**
 * The role after a change of who serves. The backup is used only while the primary does not serve (BK-4); once it is used, aliases
 * stay with it for as long as it serves, because work in flight is not preserved by a move (R34).
 * `at` is monotonic, in ms.
 */
export function nextRole(before: PairRole, { primary, backup }: PairServing, at: number): PairRole {
  const member = primary === backup ? before.member : primary ? 'primary' : 'backup';
  const isBack = primary && backup && member === 'backup';
  const primaryBackSince = isBack ? (before.primaryBackSince ?? at) : undefined;
  if (member === before.member) return { ...before, primaryBackSince };
  return { member, since: at, primaryBackSince, isFlapping: at - before.since < flappingMs };
}

/** The one that new requests are given to: the primary again once it has served for the failback delay (R34, F29). */
export function memberForNew(role: PairRole, at: number, failbackDelayMs: number): PairMember {
  const isPrimaryProven = role.primaryBackSince !== undefined && at - role.primaryBackSince >= failbackDelayMs;
  return isPrimaryProven ? 'primary' : role.member;
}
