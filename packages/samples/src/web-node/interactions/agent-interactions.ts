import type { LoadBalancer } from '@eservices-lb/sdk';
import { Router } from 'express';
import { firstThatTakes } from '../servers/first-that-takes.js';
import { servedTenant } from '../tenant-of-request.js';
import type { Scope } from '../tenant-of-request.js';
import { tenantParameter } from '../tenant-parameter.js';
import type { InteractionServerClient } from './interaction-server-client.js';

export interface AgentInteractionsOptions {
  readonly scope: Scope;
  readonly loadBalancer: Pick<LoadBalancer, 'select'>;
  readonly interactionServer: Pick<InteractionServerClient, 'list'>;
}

/** `GET /?tenant`: the latest interactions of a tenant, in their queues. */
export function agentInteractions({ scope, loadBalancer, interactionServer }: AgentInteractionsOptions): Router {
  const router = Router();
  router.get('/', async (request, response) => {
    const tenant = servedTenant(scope, tenantParameter(request));
    const { answer } = await firstThatTakes({
      select: (exclude) => loadBalancer.select({ tenant, type: 'InteractionServer', exclude }),
      send: (selected) => interactionServer.list(selected, tenant),
      isRepeatable: true,
    });
    response.json({ interactions: answer });
  });
  return router;
}
