import { applicationSchema } from '@eservices-lb/sdk/wire';
import type { Application } from '@eservices-lb/sdk/wire';
import type { ConnectedApplication, Registration } from '@eservices-lb/mock-scs/lca';
import { pino } from 'pino';

export const serviceSecret = 'the service secret of the tests';
export const authorization = `Bearer ${serviceSecret}`;
export const silentLog = pino({ level: 'silent' });

/** What a Local Control Agent would tell of an application with these ports. */
export function aRegistration(
  ports: Readonly<Record<string, number>>,
  connections: readonly ConnectedApplication[] = [],
  difference: Partial<Application> = {},
): Registration {
  const application = applicationSchema.parse({
    ...{ dbid: 1, name: 'Server_1', type: 'ChatServer', tenants: ['Environment'], host: 'localhost' },
    ports: Object.entries(ports).map(([id, port]) => ({ id, port })),
    ...difference,
  });
  return { application, mode: 'primary', connections, strategies: [], switches: [], trainingJobs: [] };
}
