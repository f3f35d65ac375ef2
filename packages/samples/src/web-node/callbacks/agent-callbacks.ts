import { Router } from 'express';
import type { Request } from 'express';
import { jsonBody } from '../agent/json-body.js';
import { servedTenant } from '../tenant-of-request.js';
import type { Scope } from '../tenant-of-request.js';
import { tenantParameter } from '../tenant-parameter.js';
import type { Callbacks } from './callbacks.js';

/** The calls of a tenant for its agents, in JSON. */
export function agentCallbacks({ scope, callbacks }: { readonly scope: Scope; readonly callbacks: Callbacks }): Router {
  const router = Router();
  router.use(...jsonBody());

  router.get('/', async (request, response) => {
    response.json({ callbacks: await callbacks.list(servedTenant(scope, tenantParameter(request))) });
  });

  router.post('/:callbackId/done', async (request, response) => {
    const tenant = servedTenant(scope, tenantParameter(request as Request));
    const isFirst = await callbacks.done(tenant, request.params.callbackId);
    response.json({ done: isFirst ? 'by-you' : 'already' });
  });
  return router;
}
