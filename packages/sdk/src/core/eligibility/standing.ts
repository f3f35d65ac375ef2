import type { LoadBalancerError } from '../../errors/load-balancer-error.js';
import type { ReachableServer } from '../configuration/reachable-server.js';
import { weightOf, weightProblemOf } from '../configuration/weight.js';
import { runStateOf } from '../directory/snapshot.js';
import type { Snapshot } from '../directory/snapshot.js';
import type { AliasState } from '../model/service.js';
import { memberStanding } from './member-standing.js';
import type { MemberStanding } from './member-standing.js';
import { firstRole, memberForNew, nextRole } from './pair-role.js';
import type { PairMember, PairRole } from './pair-role.js';

/** How a server stands at this moment; replaced when its configuration or run state changes, never edited. */
export interface Standing {
  readonly server: ReachableServer;
  /** The member that takes new requests; undefined where none does. */
  readonly selectable: PairMember | undefined;
  /** It takes nothing new, but finishes what it has. */
  readonly isDraining: boolean;
  /** Why it is or is not selectable: a part of a sentence that an operator reads. */
  readonly reason: string;
  readonly problem: LoadBalancerError | undefined;
  /** The member that existing aliases lead to. */
  readonly member: PairMember;
  readonly aliasState: AliasState | 'stopped';
  /** From when on an alias counts as stopped all the same; monotonic ms, Infinity for never. */
  readonly aliasEndsAt: number;
  readonly role: PairRole;
  /** When to look again although nothing is reported; monotonic ms. */
  readonly reviewAt: number | undefined;
}

export interface StandingOptions {
  /** Monotonic ms. */
  readonly at: number;
  /** How long an alias outlives the unknown status of its instance, or waits for a backup to take over, ms. */
  readonly gracePeriodMs: number;
  /** How long a primary must serve again before new requests return to it, ms. */
  readonly failbackDelayMs: number;
}

type NextStandingOptions = StandingOptions & { readonly before: Standing | undefined };

/** Both columns of the state table (domain section 2.1), for an application and for a warm standby pair. */
export function nextStanding(server: ReachableServer, snapshot: Snapshot, options: NextStandingOptions): Standing {
  const standing = withTenantsInForce(standingByState(server, snapshot, options), snapshot);
  if (standing.selectable === undefined) return standing;
  if (weightOf(server.parameters) === 0) return weightless(standing);
  const problem = weightProblemOf(server.parameters);
  return problem === undefined ? standing : { ...standing, reason: `${standing.reason}, but ${problem}` };
}

/** MT-4: until its restart an instance may work with other tenants than the configured ones. */
function withTenantsInForce(standing: Standing, snapshot: Snapshot): Standing {
  const { server, selectable, member } = standing;
  const { application } = (selectable ?? member) === 'backup' && server.backup !== undefined ? server.backup : server;
  const { tenants } = runStateOf(snapshot, application.name);
  return tenants === undefined ? standing : { ...standing, server: { ...server, tenants: new Set(tenants) } };
}

/** A weight of 0 drains (R19). */
const weightless = (standing: Standing): Standing => ({
  ...standing,
  selectable: undefined,
  isDraining: true,
  reason: 'of weight 0 on its connection, taking nothing new',
  aliasState: 'draining',
});

function standingByState(
  server: ReachableServer,
  snapshot: Snapshot,
  { before, ...options }: NextStandingOptions,
): Standing {
  const primary = memberStanding(server, runStateOf(snapshot, server.application.name));
  if (server.backup === undefined) return alone(server, primary, options);
  const backup = memberStanding(server.backup, runStateOf(snapshot, server.backup.application.name));
  return pair(server, { primary, backup, before: before?.role }, options);
}

function alone(server: ReachableServer, standing: MemberStanding, options: StandingOptions): Standing {
  return {
    server,
    selectable: standing.takesNew ? 'primary' : undefined,
    ...explained(standing),
    member: 'primary',
    ...aliasOf(standing, options),
    role: alwaysPrimary,
    reviewAt: undefined,
  };
}

const alwaysPrimary = firstRole({ primary: true, backup: false });

interface Pair {
  readonly primary: MemberStanding;
  readonly backup: MemberStanding;
  readonly before: PairRole | undefined;
}

function pair(server: ReachableServer, { primary, backup, before }: Pair, options: StandingOptions): Standing {
  const { at, failbackDelayMs } = options;
  const serving = { primary: primary.isServing, backup: backup.isServing };
  const role = before === undefined ? firstRole(serving) : nextRole(before, serving, at);
  const forNew = memberForNew(role, at, failbackDelayMs);
  const members = { primary, backup };
  const chosen = members[forNew];
  const isWaiting = role.primaryBackSince !== undefined && forNew === 'backup';
  const rest = { server, role, reviewAt: isWaiting ? role.primaryBackSince + failbackDelayMs : undefined };
  if (primary.isServing || backup.isServing) {
    const reason = forNew === 'backup' && chosen.takesNew ? runningBackup(server) : chosen.reason;
    const selectable = chosen.takesNew ? forNew : undefined;
    return {
      ...rest,
      selectable,
      ...explained(chosen),
      reason,
      member: role.member,
      ...aliasOf(members[role.member], options),
    };
  }
  return { ...rest, selectable: undefined, ...betweenRoles(server, { ...members, role }, options) };
}

const runningBackup = ({ backup }: ReachableServer): string =>
  `served by its backup ${backup?.application.name ?? ''}, which is running as primary`;

/**
 * Neither serves. Aliases lead to the member that can still do something with them; a member that runs as backup is about to take
 * over, so its aliases are said to be starting, for the grace period.
 */
function betweenRoles(
  { application }: ReachableServer,
  {
    primary,
    backup,
    role,
  }: { readonly primary: MemberStanding; readonly backup: MemberStanding; readonly role: PairRole },
  options: StandingOptions,
): Pick<Standing, 'isDraining' | 'reason' | 'problem' | 'member' | 'aliasState' | 'aliasEndsAt'> {
  const members = { primary, backup };
  const other: PairMember = role.member === 'primary' ? 'backup' : 'primary';
  const lost = members[role.member];
  const isTakingOver = lost.aliasState === 'stopped' && members[other].aliasState !== 'stopped';
  const explanation = { ...explained(primary), reason: `${primary.reason}, and its backup is ${backup.reason}` };
  if (!isTakingOver || application.state === 'disabled') {
    return { ...explanation, member: role.member, ...aliasOf(lost, options) };
  }
  return { ...explanation, member: other, aliasState: 'starting', aliasEndsAt: lost.since + options.gracePeriodMs };
}

const explained = ({
  takesNew,
  aliasState,
  reason,
  problem,
}: MemberStanding): Pick<Standing, 'isDraining' | 'reason' | 'problem'> => ({
  isDraining: !takesNew && aliasState === 'draining',
  reason,
  problem,
});

/** An unknown status is believed to be a passing one for the grace period. */
const aliasOf = (
  { aliasState, since }: MemberStanding,
  { gracePeriodMs }: StandingOptions,
): Pick<Standing, 'aliasState' | 'aliasEndsAt'> => ({
  aliasState,
  aliasEndsAt: aliasState === 'suspect' ? since + gracePeriodMs : Infinity,
});
