import type { Application } from '@eservices-lb/sdk/wire';

const section = 'general';
const key = 'disconnect-switchover-timeout';

/** How long a loss must last that may be a blip, ms, as an application of type Solution Control Server says in its options; `undefined` where none does. */
export function disconnectSwitchoverTimeout(applications: Iterable<Application>): number | undefined {
  for (const { type, options } of applications) {
    const text = type === 'SolutionControlServer' ? options[section]?.[key]?.trim() : undefined;
    const seconds = text === undefined || text === '' ? NaN : Number(text);
    if (Number.isFinite(seconds) && seconds >= 0) return seconds * 1000;
  }
  return undefined;
}
