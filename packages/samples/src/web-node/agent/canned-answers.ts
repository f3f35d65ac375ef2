import type { Scope } from '../tenant-of-request.js';

/** A text that agents have at hand. */
export interface CannedAnswer {
  readonly name: string;
  readonly text: string;
  /** Whose agents have it; all, where none is named. */
  readonly tenants: readonly string[];
}

const section = 'agent-answers.';

/** Sections `agent-answers.<name>` of the Web API Server's application, with the options `text` and `tenants`, separated by commas: those for agents of these tenants. */
export function cannedAnswers(
  { configuration, application }: Scope,
  ofTenants: readonly string[],
): readonly CannedAnswer[] {
  return Object.entries(configuration.application(application)?.options ?? {})
    .filter(([name]) => name.startsWith(section))
    .map(([name, { text = '', tenants = '' }]) => ({
      ...{ name: name.slice(section.length), text },
      tenants: tenants
        .split(',')
        .map((one) => one.trim())
        .filter((one) => one !== ''),
    }))
    .filter(({ tenants }) => tenants.length === 0 || tenants.some((tenant) => ofTenants.includes(tenant)));
}
