import type { Standing } from './standing.js';

/**
 * Whether another process now takes what is new: the instance was said to be stopped and runs again, or the other member of the pair serves. One that
 * was merely unavailable, suspended or of unknown status for a while is the same as before.
 */
export function isServedAnew(before: Standing | undefined, { selectable }: Standing): boolean {
  if (before === undefined || selectable === undefined) return false;
  const hadEnded = before.aliasState === 'stopped' || before.aliasState === 'starting';
  return hadEnded || selectable !== (before.selectable ?? before.member);
}
