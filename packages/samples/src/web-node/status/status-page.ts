import type { LoadBalancer } from '@eservices-lb/sdk';
import { Router } from 'express';
import { servedTenants } from '../services.js';
import { servedTenant } from '../tenant-of-request.js';
import { tenantParameter } from '../tenant-parameter.js';
import { statusActions, statusActionsApi } from './status-actions.js';
import { statusView } from './status-view.js';

/** `/status?tenant=…&alias=…`: which instance, which alias, why; and a developer's orders to the instances. */
export function statusPage({
  loadBalancer,
  application,
  scs,
}: {
  readonly loadBalancer: LoadBalancer;
  readonly application: string;
  readonly scs: readonly string[];
}): Router {
  const scope = { configuration: loadBalancer.configuration, application };
  const router = Router();
  router.use('/actions', statusActionsApi({ scope, scs }));
  router.get('/', (request, response) => {
    const tenants = servedTenants(scope);
    const tenant = servedTenant(scope, tenantParameter(request) ?? tenants[0]);
    const { alias } = request.query;
    const view = statusView(loadBalancer, tenant, typeof alias === 'string' && alias !== '' ? alias : undefined);
    response.render('status', { title: 'nav.status', tenants, tenant, alias: undefined, statusActions, ...view });
  });
  return router;
}
