import { Router } from 'express';
import type { Request } from 'express';
import { jsonBody } from '../agent/json-body.js';
import type { AgentSession } from '../agent-login/agent-session.js';
import type { Callbacks } from './callbacks.js';

export interface AgentCallbacksOptions {
  readonly session: Pick<AgentSession, 'tenantOf'>;
  readonly callbacks: Callbacks;
}

/** The calls of a tenant for its agents, in JSON. */
export function agentCallbacks({ session, callbacks }: AgentCallbacksOptions): Router {
  const router = Router();
  router.use(...jsonBody());

  router.get('/', async (request, response) => {
    response.json({ callbacks: await callbacks.list(session.tenantOf(request)) });
  });

  router.post('/:callbackId/done', async (request, response) => {
    const tenant = session.tenantOf(request as Request);
    const isFirst = await callbacks.done(tenant, request.params.callbackId);
    response.json({ done: isFirst ? 'by-you' : 'already' });
  });
  return router;
}
