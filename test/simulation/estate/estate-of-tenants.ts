import { decodeConfiguration } from '@eservices-lb/mock-scs';
import type { Configuration } from '@eservices-lb/mock-scs';

/** The application as which every web node of the simulation balances. */
export const balancing = 'WebAPIServer_1';
export const alpha = 'Alpha';
export const beta = 'Beta';
/** In the configuration, but not served by the web nodes. */
export const gamma = 'Gamma';

/** What web nodes ask for. */
export const wishes = [
  { tenant: alpha, type: 'ChatServer' },
  { tenant: beta, type: 'ChatServer' },
  { tenant: alpha, type: 'EmailServer' },
  { tenant: beta, type: 'EmailServer' },
  { tenant: alpha, type: 'ClassificationServer' },
] as const;

const port = (id: string, number: number): object => ({ id, port: number });
const connections = (...names: readonly string[]): object[] => names.map((application) => ({ application }));

/** Chat for one tenant and for both, e-mail behind a cluster, and a warm standby pair. */
export const estateOfTenants: Configuration = decoded({
  tenants: [
    { dbid: 1, name: alpha },
    { dbid: 2, name: beta },
    { dbid: 3, name: gamma },
  ],
  hosts: [
    { dbid: 1, name: 'host-1', address: '10.0.0.1' },
    { dbid: 2, name: 'host-2', address: '10.0.0.2' },
  ],
  applications: [
    {
      ...{ dbid: 100, name: balancing, type: 'WebAPIServer', host: 'host-1', tenants: [alpha, beta] },
      connections: connections('ChatServer_1', 'ChatServer_2', 'ChatServer_3', 'Mail', 'Classification_1'),
    },
    {
      dbid: 101,
      name: 'ChatServer_1',
      type: 'ChatServer',
      host: 'host-1',
      tenants: [alpha],
      ports: [port('webapi', 4101)],
    },
    {
      dbid: 102,
      name: 'ChatServer_2',
      type: 'ChatServer',
      host: 'host-2',
      tenants: [alpha],
      ports: [port('webapi', 4102)],
    },
    {
      dbid: 103,
      name: 'ChatServer_3',
      type: 'ChatServer',
      host: 'host-2',
      tenants: [beta],
      ports: [port('webapi', 4103)],
    },
    {
      ...{ dbid: 110, name: 'Mail', type: 'ApplicationCluster', tenants: [alpha, beta] },
      connections: connections('EmailServer_1', 'EmailServer_2', 'EmailServer_3'),
    },
    ...[1, 2, 3].map((number) => ({
      ...{ dbid: 110 + number, name: `EmailServer_${number}`, type: 'EmailServer', host: `host-${1 + (number % 2)}` },
      ...{ tenants: [alpha, beta], ports: [port('default', 4110 + number)] },
    })),
    {
      ...{ dbid: 121, name: 'Classification_1', type: 'ClassificationServer', host: 'host-1', tenants: [alpha] },
      ...{ ports: [port('default', 4121)], redundancyType: 'warm', backup: 'Classification_2' },
    },
    {
      ...{ dbid: 122, name: 'Classification_2', type: 'ClassificationServer', host: 'host-2', tenants: [alpha] },
      ...{ ports: [port('default', 4122)], redundancyType: 'warm', isPrimary: false },
    },
  ],
});

/** Those that run as processes. */
export const runs = (type: string): boolean => type !== 'ApplicationCluster' && type !== 'WebAPIServer';

function decoded(input: unknown): Configuration {
  const result = decodeConfiguration(input);
  if (!result.isUsable) throw new Error(result.findings.map(({ message }) => message).join('\n'));
  return result.configuration;
}
