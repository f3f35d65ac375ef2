import { snapshotSchema } from '@eservices-lb/sdk/wire';
import type { SnapshotMessage } from '@eservices-lb/sdk/wire';

export const balancingApplication = 'WebAPIServer_1';
export const serverName = (index: number): string => `ChatServer_${index}`;
export const tenantName = (index: number): string => `Tenant_${index}`;

/** So many running Chat Servers, each serving all of so many tenants. */
export function anEstate({
  instances,
  tenants,
}: {
  readonly instances: number;
  readonly tenants: number;
}): SnapshotMessage {
  const tenantNames = Array.from({ length: tenants }, (_, index) => tenantName(index));
  const servers = Array.from({ length: instances }, (_, index) => aServer(index, tenantNames));
  const web = {
    ...{ dbid: 1, name: balancingApplication, type: 'WebAPIServer', tenants: tenantNames, host: 'localhost' },
    connections: servers.map(({ name }) => ({ application: name })),
  };
  return snapshotSchema.parse({
    ...{ epoch: 1, revision: 1 },
    tenants: tenantNames.map((name, index) => ({ dbid: index + 1, name })),
    hosts: [{ dbid: 1, name: 'localhost', address: '127.0.0.1' }],
    applications: [web, ...servers],
    statuses: [web, ...servers].map(({ name }) => ({ application: name, status: 'running' })),
  });
}

const aServer = (index: number, tenants: readonly string[]) => ({
  ...{ dbid: 1_000 + index, name: serverName(index), type: 'ChatServer', tenants, host: 'localhost' },
  ports: [{ id: 'webapi', port: 1_024 + (index % 60_000) }],
});
