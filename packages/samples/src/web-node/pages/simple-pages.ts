import type { LoadBalancer } from '@eservices-lb/sdk';
import { Router } from 'express';
import type { AgentSession } from '../agent-login/agent-session.js';
import { offeredServices, servedTenants } from '../services.js';

/** The pages whose life is in the browser: start page, chat, agent desktop. */
export function simplePages({
  loadBalancer,
  application,
  session,
}: {
  readonly loadBalancer: LoadBalancer;
  readonly application: string;
  readonly session: Pick<AgentSession, 'agentOf'>;
}): Router {
  const scope = { configuration: loadBalancer.configuration, application };
  const router = Router();
  router.get('/', (_request, response) => {
    response.render('home', {
      title: 'Welcome',
      services: offeredServices(scope, 'chat'),
      tenants: servedTenants(scope),
    });
  });
  router.get('/chat', (_request, response) => {
    response.render('chat', { title: 'Chat', services: offeredServices(scope, 'chat'), tenants: servedTenants(scope) });
  });
  router.get('/agent', (request, response) => {
    const agent = session.agentOf(request);
    const tenants = servedTenants(scope).filter((tenant) => agent?.tenants.includes(tenant));
    response.render('agent', { title: 'Agent', agent, tenants });
  });
  return router;
}
