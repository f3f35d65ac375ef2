import type { LoadBalancer } from '@eservices-lb/sdk';
import { Router } from 'express';
import type { AgentSession } from '../agent-login/agent-session.js';
import { firstThatTakes } from '../servers/first-that-takes.js';
import type { InteractionServerClient } from './interaction-server-client.js';

export interface AgentInteractionsOptions {
  readonly session: Pick<AgentSession, 'tenantOf'>;
  readonly loadBalancer: Pick<LoadBalancer, 'select'>;
  readonly interactionServer: Pick<InteractionServerClient, 'list'>;
}

/** `GET /?tenant`: the latest interactions of a tenant, in their queues. */
export function agentInteractions({ session, loadBalancer, interactionServer }: AgentInteractionsOptions): Router {
  const router = Router();
  router.get('/', async (request, response) => {
    const tenant = session.tenantOf(request);
    const { answer } = await firstThatTakes({
      select: (exclude) => loadBalancer.select({ tenant, type: 'InteractionServer', exclude }),
      send: (selected) => interactionServer.list(selected, tenant),
      isRepeatable: true,
    });
    response.json({ interactions: answer });
  });
  return router;
}
