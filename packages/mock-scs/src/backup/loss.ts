import type { MemberView } from './pair-view.js';

/** Why the member that should serve cannot. */
export interface Loss {
  /** The end of a sentence that begins with the name of the member. */
  readonly why: string;
  /** It may be over in a moment, so it is waited for (BK-5). */
  readonly mayPass: boolean;
}

/**
 * What keeps the serving member from serving, if anything does. Whoever finishes what it has (suspended, or stopping gracefully) keeps its role until it
 * has stopped: its clients could finish nothing with the other one.
 */
export function lossOf({ status, isCutOff }: MemberView): Loss | undefined {
  switch (status) {
    case 'running':
    case 'suspending':
    case 'suspended':
      return undefined;
    case 'service-unavailable':
      return { why: 'reports Service Unavailable', mayPass: true };
    case 'unknown':
      return { why: 'is lost with its host or its Local Control Agent', mayPass: true };
    case 'stopped':
      return isCutOff ? { why: 'has lost its link', mayPass: true } : { why: 'has stopped', mayPass: false };
    case 'stop-pending':
    case 'stop-transition':
      return { why: 'is being stopped', mayPass: false };
    case 'start-pending':
    case 'start-transition':
    case 'initializing':
      return { why: 'is only starting', mayPass: false };
  }
}
