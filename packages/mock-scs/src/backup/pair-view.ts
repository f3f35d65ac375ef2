import type { Status } from '@eservices-lb/sdk/wire';
import type { Hindrance } from './hindrance.js';
import type { PairMode } from './mode-control.js';
import type { Member } from './warm-pair.js';

/** What one member of a pair looks like now. */
export interface MemberView {
  readonly status: Status;
  /** It finishes what it has and then stops. */
  readonly isExiting: boolean;
  /** The mode that it is known to have; `undefined` while it was told one and has not said that it has taken it. */
  readonly mode: PairMode | undefined;
  /** Stopped only as far as can be heard: its link broke, and its process lives. It may be back in a moment. */
  readonly isCutOff: boolean;
  /** What is disabled is never made primary. */
  readonly isEnabled: boolean;
}

/** What the pair looks like now. */
export interface PairView {
  readonly members: Readonly<Record<Member, MemberView>>;
  /** Why there can be no switchover at all, whoever runs. */
  readonly hindrance: Hindrance | undefined;
}

/** It could take over. */
export const isReady = ({ status, isEnabled, isExiting }: MemberView): boolean =>
  isEnabled && !isExiting && status === 'running';

/** It can be heard, and told something. */
export const isThere = ({ status }: MemberView): boolean => status !== 'stopped' && status !== 'unknown';

/** It may be serving clients: it is there, and is not known to be a backup. */
export const mayServe = (member: MemberView): boolean => isThere(member) && member.mode !== 'backup';

const beginning: readonly Status[] = ['start-pending', 'start-transition', 'initializing'];
export const isStarting = ({ status }: MemberView): boolean => beginning.includes(status);

const ending: readonly Status[] = ['stop-pending', 'stop-transition'];
export const isStopping = ({ status }: MemberView): boolean => ending.includes(status);
