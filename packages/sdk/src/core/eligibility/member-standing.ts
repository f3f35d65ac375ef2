import { LoadBalancerError } from '../../errors/load-balancer-error.js';
import type { Member } from '../configuration/reachable-server.js';
import type { RunState } from '../directory/snapshot.js';
import type { AliasState } from '../model/service.js';
import { meaningOf } from './status-meaning.js';

/** Whether one application takes new requests, and how it stands with its existing aliases. */
export interface MemberStanding {
  readonly takesNew: boolean;
  /** It would serve, as far as the control server is concerned: enabled, running, and primary. */
  readonly isServing: boolean;
  readonly aliasState: AliasState | 'stopped';
  /** Since when it has its status; monotonic ms. */
  readonly since: number;
  /** Why it takes nothing new, or "running". */
  readonly reason: string;
  /** What must be mended in the configuration before it can be used. */
  readonly problem?: LoadBalancerError;
}

/** The state table (domain section 2.1) for one application: configuration and run state in, standing out. */
export function memberStanding({ application, endpoint }: Member, runState: RunState): MemberStanding {
  const { status, mode, since } = runState;
  const { aliasState, reason } = meaningOf[status];
  const isPrimary = mode === 'primary';
  const isEnabled = application.state === 'enabled';
  const isServing = isEnabled && isPrimary && status === 'running';
  if (!isEnabled) return { takesNew: false, isServing, since, ...disabled(aliasState) };
  if (!isServing) {
    const why = status === 'running' ? `running as ${mode}, which takes no clients` : reason;
    return { takesNew: false, isServing, since, aliasState, reason: why };
  }
  if (endpoint instanceof LoadBalancerError) {
    return { takesNew: false, isServing, since, aliasState, reason: endpoint.message, problem: endpoint };
  }
  return { takesNew: true, isServing, since, aliasState, reason };
}

/** Disabled while at work: it finishes what it has (LB-7). */
const disabled = (state: AliasState | 'stopped'): Pick<MemberStanding, 'aliasState' | 'reason'> =>
  state === 'live' || state === 'draining'
    ? { aliasState: 'draining', reason: 'disabled in configuration, finishing what it has' }
    : { aliasState: state, reason: 'disabled in configuration' };
