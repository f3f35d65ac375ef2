import { decodeConfiguration } from '@eservices-lb/mock-scs';
import type { Configuration } from '@eservices-lb/mock-scs';

/** A configuration of one tenant, one host and the given applications, each with only what the test is about. */
export function anEstateOf(...applications: readonly Readonly<Record<string, unknown>>[]): Configuration {
  return anEstate({ applications });
}

/** The same, with other lists beside or in place of the usual ones. */
export function anEstate({
  applications,
  ...lists
}: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> & {
  readonly applications: readonly Readonly<Record<string, unknown>>[];
}): Configuration {
  const decoded = decodeConfiguration({
    tenants: [{ dbid: 1, name: 'Environment' }],
    hosts: [{ dbid: 1, name: 'localhost', address: '127.0.0.1' }],
    ...lists,
    applications: applications.map((application, index) => ({
      dbid: index + 1,
      type: 'ChatServer',
      host: 'localhost',
      tenants: ['Environment'],
      ...application,
    })),
  });
  if (!decoded.isUsable) throw new Error(decoded.findings.map(({ message }) => message).join('\n'));
  return decoded.configuration;
}
