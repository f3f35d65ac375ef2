import type { EstateConfiguration } from '../../core/rules/estate-configuration.js';
import type { Finding } from '../../core/rules/finding.js';
import { findBrokenReferences } from './find-broken-references.js';

/** Every reference of a configuration that leads nowhere, and every name, DBID or port that is given twice. */
export function checkReferences(configuration: EstateConfiguration): readonly Finding[] {
  const names = (list: 'tenants' | 'hosts' | 'databases' | 'applications'): ReadonlySet<string> =>
    new Set(configuration[list].map(({ name }) => name));
  const { tenants, hosts, switches, databases, strategies, trainingJobs, applications } = configuration;
  return findBrokenReferences(
    {
      ...{ tenant: tenants, host: hosts, switch: switches, database: databases, strategy: strategies },
      ...{ trainingJob: trainingJobs, application: applications },
    },
    {
      tenants: names('tenants'),
      hosts: names('hosts'),
      databases: names('databases'),
      applications: names('applications'),
    },
  );
}
