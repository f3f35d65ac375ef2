import type { Status } from '../../wire/status.js';
import type { RunState } from '../directory/snapshot.js';
import type { AliasState } from '../model/service.js';

const states: Readonly<Record<Status, AliasState | 'stopped'>> = {
  running: 'live',
  'service-unavailable': 'draining',
  suspending: 'draining',
  suspended: 'draining',
  initializing: 'starting',
  'start-pending': 'starting',
  'start-transition': 'starting',
  'stop-pending': 'draining',
  'stop-transition': 'draining',
  stopped: 'stopped',
  unknown: 'suspect',
};

/** How it stands with an existing alias of an instance: the right column of the state table (domain section 2.1). */
export function aliasStateOf(
  runState: RunState,
  isEnabled: boolean,
  { at, gracePeriodMs }: { readonly at: number; readonly gracePeriodMs: number },
): AliasState | 'stopped' {
  const state = states[runState.status];
  if (state === 'suspect') return at - runState.since > gracePeriodMs ? 'stopped' : 'suspect';
  return state === 'live' && !isEnabled ? 'draining' : state;
}
