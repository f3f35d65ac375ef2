import { validate } from '@eservices-lb/sdk/rules';
import type { EstateConfiguration, RuleFinding, RunTimeFacts } from '@eservices-lb/sdk/rules';
import { decodeConfiguration } from '@eservices-lb/sdk/rules';

export type Fields = Readonly<Record<string, unknown>>;

/** What a test says of an estate; everything else is filled in. Applications have one tenant and a port, unless they say otherwise. */
export interface EstateFields {
  readonly tenants?: readonly string[];
  readonly switches?: readonly Fields[];
  readonly databases?: readonly Fields[];
  readonly strategies?: readonly Fields[];
  readonly applications: readonly (Fields & { readonly name: string; readonly type: string })[];
}

export const tenantNames = ['Environment', 'Resources'];

/** The input of a configuration of hosts `one` and `two` and two tenants, with sound references. */
export function estateInput(fields: EstateFields): Fields {
  const numbered = (list: readonly Fields[] = []): Fields[] => list.map((each, at) => ({ dbid: at + 1, ...each }));
  const portOf = (type: string): string => (type === 'ChatServer' ? 'webapi' : 'default');
  return {
    tenants: numbered((fields.tenants ?? tenantNames).map((name) => ({ name }))),
    hosts: numbered([
      { name: 'one', address: '127.0.0.1' },
      { name: 'two', address: '127.0.0.2' },
    ]),
    switches: numbered(fields.switches),
    databases: numbered(fields.databases),
    strategies: numbered(fields.strategies),
    applications: fields.applications.map((application, at) => ({
      dbid: at + 1,
      host: 'one',
      tenants: ['Environment'],
      ports: [{ id: portOf(application.type), port: 9000 + at }],
      ...application,
    })),
  };
}

/** @throws where a reference is broken, because then it is another test */
export function anEstateOf(fields: EstateFields): EstateConfiguration {
  const decoded = decodeConfiguration(estateInput(fields));
  if (!decoded.isUsable) throw new Error(decoded.findings.map(({ message }) => message).join('\n'));
  return decoded.configuration;
}

export const findingsOf = (fields: EstateFields, facts?: RunTimeFacts): readonly RuleFinding[] =>
  validate(anEstateOf(fields), facts);

export const to = (...names: readonly string[]): Fields[] => names.map((application) => ({ application }));
