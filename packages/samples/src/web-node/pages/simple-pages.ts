import type { LoadBalancer } from '@eservices-lb/sdk';
import { Router } from 'express';
import { offeredServices, servedTenants } from '../services.js';

/** The pages whose life is in the browser: start page, chat, agent desktop. */
export function simplePages({
  loadBalancer,
  application,
}: {
  readonly loadBalancer: LoadBalancer;
  readonly application: string;
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
  router.get('/agent', (_request, response) => {
    response.render('agent', { title: 'Agent', tenants: servedTenants(scope) });
  });
  return router;
}
