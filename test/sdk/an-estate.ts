import { createLoadBalancer } from '@eservices-lb/sdk';
import type { LoadBalancer, LoadBalancerOptions } from '@eservices-lb/sdk';
import { ManualClock, ManualSource } from '@eservices-lb/sdk/testing';
import { applicationSchema, snapshotSchema } from '@eservices-lb/sdk/wire';
import type { Application, ApplicationStatus, SnapshotMessage, Status, Tenant } from '@eservices-lb/sdk/wire';

export const aliasKey = Buffer.alloc(32, 7).toString('base64');

/** An application with everything that the test is not about filled in. */
export function anApplication(
  difference: { dbid: number; name: string; type: string } & Partial<Application>,
): Application {
  const ports = [{ id: difference.type === 'ChatServer' ? 'webapi' : 'default', port: 9000 + difference.dbid }];
  return applicationSchema.parse({ tenants: ['Environment'], host: 'localhost', ports, ...difference });
}

export const aChatServer = (number: number, difference: Partial<Application> = {}): Application =>
  anApplication({ dbid: 200 + number, name: `ChatServer_${number}`, type: 'ChatServer', ...difference });

export const anEmailServer = (number: number, difference: Partial<Application> = {}): Application =>
  anApplication({ dbid: 300 + number, name: `EmailServer_${number}`, type: 'EmailServer', ...difference });

export const aCluster = (
  name: string,
  members: readonly string[],
  difference: Partial<Application> = {},
): Application =>
  anApplication({
    dbid: 800 + name.length,
    name,
    type: 'ApplicationCluster',
    host: 'dummy',
    ports: [{ id: 'default', port: 1, protocol: '', secure: false }],
    connections: members.map((application) => ({ application, parameters: {} })),
    ...difference,
  });

/** WebAPIServer_1 with both tenants, connected to the given names. */
export const aWebApiServer = (connections: readonly string[], difference: Partial<Application> = {}): Application =>
  anApplication({
    dbid: 100,
    name: 'WebAPIServer_1',
    type: 'WebAPIServer',
    tenants: ['Environment', 'Resources'],
    connections: connections.map((application) => ({ application, parameters: {} })),
    ...difference,
  });

export const status = (
  application: string,
  value: Status,
  difference: Partial<ApplicationStatus> = {},
): ApplicationStatus => ({
  application,
  status: value,
  mode: 'primary',
  ...difference,
});

/** The estate of these applications, all connected to WebAPIServer_1 and all running unless said otherwise. */
export function aSnapshot(
  applications: readonly Application[],
  difference: Partial<SnapshotMessage> = {},
): SnapshotMessage {
  const all = applications.some(({ type }) => type === 'WebAPIServer')
    ? applications
    : [aWebApiServer(applications.map(({ name }) => name)), ...applications];
  return snapshotSchema.parse({
    epoch: 1,
    revision: 1,
    tenants: [
      { dbid: 1, name: 'Environment' },
      { dbid: 101, name: 'Resources' },
      { dbid: 102, name: 'Unserved' },
    ],
    hosts: [{ dbid: 1, name: 'localhost', address: '127.0.0.1' }],
    applications: all,
    statuses: all.map(({ name }) => status(name, 'running')),
    ...difference,
  });
}

/** A load balancer over a source that the test speaks for, with a clock that the test moves. */
export interface Estate extends AsyncDisposable {
  readonly loadBalancer: LoadBalancer;
  readonly source: ManualSource;
  readonly clock: ManualClock;
  readonly warnings: string[];
  /** Says the status and waits until it is known. */
  report(application: string, value: Status, difference?: Partial<ApplicationStatus>): Promise<void>;
  /** Adds or replaces an application and waits until it is known. */
  configure(object: Application): Promise<void>;
  configureTenant(object: Tenant): Promise<void>;
  remove(dbid: number): Promise<void>;
}

export async function anEstate(snapshot: SnapshotMessage, options: Partial<LoadBalancerOptions> = {}): Promise<Estate> {
  const source = new ManualSource();
  const clock = new ManualClock();
  const warnings: string[] = [];
  const loadBalancer = createLoadBalancer({
    ...{ application: 'WebAPIServer_1', source, clock, aliasKeys: [aliasKey], random: () => 0 },
    onWarning: (warning) => warnings.push(warning),
    ...options,
  });
  source.say({ type: 'snapshot', snapshot });
  await loadBalancer.ready();
  let { revision } = snapshot;
  const { epoch } = snapshot;
  const settled = (): Promise<void> =>
    new Promise((resolve) => {
      const stop = loadBalancer.subscribe(() => {
        stop();
        resolve();
      });
    });
  const say = async (event: Parameters<ManualSource['say']>[0]): Promise<void> => {
    const known = settled();
    source.say(event);
    await known;
  };
  return {
    ...{ loadBalancer, source, clock, warnings },
    report: (application, value, difference) =>
      say({ type: 'status', change: { epoch, revision: ++revision, ...status(application, value, difference) } }),
    configure: (object) =>
      say({
        type: 'configuration',
        change: { epoch, revision: ++revision, change: 'changed', kind: 'application', object },
      }),
    configureTenant: (object) =>
      say({
        type: 'configuration',
        change: { epoch, revision: ++revision, change: 'changed', kind: 'tenant', object },
      }),
    remove: (dbid) =>
      say({
        type: 'configuration',
        change: { epoch, revision: ++revision, change: 'deleted', kind: 'application', dbid },
      }),
    async [Symbol.asyncDispose]() {
      await loadBalancer.close();
    },
  };
}
