import { decodeConfiguration } from '@eservices-lb/sdk/rules';
import type { EstateConfiguration } from '@eservices-lb/sdk/rules';

export const applicationCount = 10_000;
export const tenantCount = 1_000;
/** How many servers one Web API Server is connected to. */
export const reachableCount = 100;
export const webApiServer = 'WebAPIServer_1';
export const tenantName = (index: number): string => `Tenant_${index}`;
export const serverName = (index: number): string => `ChatServer_${index}`;

/** Simulated Chat Servers, ten to a tenant, and a Web API Server that is connected to some of them through an Application Cluster. */
export function largeEstate(): EstateConfiguration {
  const tenants = Array.from({ length: tenantCount }, (_, index) => ({ dbid: index + 1, name: tenantName(index) }));
  const servers = Array.from({ length: applicationCount }, (_, index) => ({
    ...{ dbid: 1000 + index, name: serverName(index), type: 'ChatServer', simulated: true, host: 'localhost' },
    tenants: [tenantName(index % tenantCount)],
    ports: [{ id: 'webapi', port: 8100, protocol: 'chat-flex' }],
  }));
  const connections = Array.from({ length: reachableCount }, (_, index) => ({ application: serverName(index) }));
  const decoded = decodeConfiguration({
    tenants,
    hosts: [{ dbid: 1, name: 'localhost', address: '127.0.0.1' }],
    applications: [
      ...servers,
      { dbid: 1, name: 'Cluster', type: 'ApplicationCluster', connections },
      {
        ...{ dbid: 2, name: webApiServer, type: 'WebAPIServer', simulated: true, host: 'localhost' },
        tenants: tenants.slice(0, reachableCount).map(({ name }) => name),
        connections: [{ application: 'Cluster' }],
      },
    ],
  });
  if (!decoded.isUsable) throw new Error(decoded.findings[0].message);
  return decoded.configuration;
}
