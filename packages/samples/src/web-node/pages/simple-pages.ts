import type { LoadBalancer } from '@eservices-lb/sdk';
import { Router } from 'express';
import type { AgentSession } from '../agent-login/agent-session.js';
import { cannedAnswers } from '../agent/canned-answers.js';
import { offeredServices, servedTenants } from '../services.js';

/** The pages whose life is in the browser: start page, chat, a page with the chat's widget, agent desktop. */
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
    response.render('home', { title: 'home.title' });
  });
  router.get('/chat', (request, response) => {
    const services = offeredServices(scope, 'chat');
    const { service, tenant = '' } = request.query;
    // A page that embeds the chat says which service it is for.
    const fixed = services.some(({ name }) => name === service) && typeof tenant === 'string' && { service, tenant };
    const embedded = request.query.embedded === '1';
    response.render('chat', { title: 'chat.title', services, tenants: servedTenants(scope), embedded, fixed });
  });
  router.get('/widget', (request, response) => {
    const origin = `${request.protocol}://${request.get('host') ?? ''}`;
    response.render('widget', { title: 'widget.title', services: offeredServices(scope, 'chat'), origin });
  });
  router.get('/agent', (request, response) => {
    const agent = session.agentOf(request);
    const tenants = servedTenants(scope).filter((tenant) => agent?.tenants.includes(tenant));
    response.render('agent', { title: 'agent.title', agent, tenants, answers: cannedAnswers(scope, tenants) });
  });
  return router;
}
