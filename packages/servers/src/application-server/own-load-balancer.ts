import { randomBytes } from 'node:crypto';
import { createLoadBalancer } from '@eservices-lb/sdk';
import type { LoadBalancer } from '@eservices-lb/sdk';
import { environmentVariable } from '@eservices-lb/mock-scs/lca';
import type { Surroundings } from './application-server.js';

const firstViewLimitMs = 10_000;

/**
 * The load balancer of a server that chooses among other servers, as its own Connections say. Its aliases are for itself alone. The
 * application's annex must ask its Local Control Agent for a `token`.
 * @throws DirectoryUnavailableError
 */
export async function ownLoadBalancer({
  registration,
  scs,
}: Pick<Surroundings, 'registration' | 'scs'>): Promise<LoadBalancer> {
  const loadBalancer = createLoadBalancer({
    ...{ application: registration().application.name, scs: [...scs], token: environmentVariable('ESERVICES_TOKEN') },
    aliasKeys: [randomBytes(32).toString('base64')],
  });
  await loadBalancer.ready({ timeoutMs: firstViewLimitMs });
  return loadBalancer;
}
