import type { Status } from '@eservices-lb/sdk/wire';

const ending: readonly Status[] = ['stop-pending', 'stop-transition', 'stopped', 'unknown'];

/** What a status may be followed by. A lost host makes everything unknown, and from there anything may be found. */
const followers: Readonly<Record<Status, readonly Status[] | 'any'>> = {
  unknown: 'any',
  // An application that links again tells its last status.
  stopped: 'any',
  'start-pending': ['start-transition', 'initializing', 'running', 'service-unavailable', 'suspended', ...ending],
  'start-transition': ['initializing', 'running', 'service-unavailable', 'suspended', ...ending],
  initializing: ['running', 'service-unavailable', 'suspended', ...ending],
  running: ['service-unavailable', 'suspending', 'suspended', ...ending],
  'service-unavailable': ['running', 'suspending', 'suspended', ...ending],
  suspending: ['suspended', 'running', 'service-unavailable', ...ending],
  suspended: ['running', 'service-unavailable', ...ending],
  'stop-pending': ['stop-transition', 'stopped', 'unknown'],
  'stop-transition': ['stopped', 'unknown'],
};

/** Whether an application may go from one status to the other. Saying the same again always may. */
export function isLegalTransition(from: Status, to: Status): boolean {
  const allowed = followers[from];
  return from === to || allowed === 'any' || allowed.includes(to);
}
