import type { Scope } from './tenant-of-request.js';

/** A service as a form offers it. */
export interface OfferedService {
  readonly name: string;
  /** Absent where the request must say it. */
  readonly tenant?: string;
}

/** The services of a channel, in the order of the configuration. */
export function offeredServices(
  { configuration, application }: Scope,
  channel: 'chat' | 'email',
): readonly OfferedService[] {
  const prefix = `${channel}.`;
  return Object.entries(configuration.application(application)?.options ?? {})
    .filter(([section]) => section.startsWith(prefix))
    .map(([section, options]) => {
      const tenant = options[`_${channel}_endpoint`]?.split(':')[0];
      return { name: section.slice(prefix.length), ...(tenant !== undefined && { tenant }) };
    });
}

/** The tenants that this Web API Server serves. */
export const servedTenants = ({ configuration, application }: Scope): readonly string[] =>
  configuration.application(application)?.tenants ?? [];
