import type { LoadBalancer } from '@eservices-lb/sdk';
import { Router } from 'express';
import { z } from 'zod';
import type { AgentSession } from '../agent-login/agent-session.js';
import { decodeParameters } from '../decode-parameters.js';
import { firstThatTakes } from '../servers/first-that-takes.js';
import type { ContactServerClient } from './contact-server-client.js';

const querySchema = z.object({ emailAddress: z.string().trim().min(1, 'say whose history').max(320) });

export interface AgentContactsOptions {
  readonly session: Pick<AgentSession, 'tenantOf'>;
  readonly loadBalancer: Pick<LoadBalancer, 'select'>;
  readonly contactServer: ContactServerClient;
}

/** `GET /?tenant&emailAddress`: what a tenant's agent should know of a customer. */
export function agentContacts({ session, loadBalancer, contactServer }: AgentContactsOptions): Router {
  const router = Router();
  router.get('/', async (request, response) => {
    const tenant = session.tenantOf(request);
    const { emailAddress } = decodeParameters(querySchema, request.query);
    const { answer } = await firstThatTakes({
      select: (exclude) => loadBalancer.select({ tenant, type: 'UniversalContactServer', exclude }),
      send: (selected) => contactServer.history(selected, { tenant, emailAddress }),
      isRepeatable: true,
    });
    response.json(answer);
  });
  return router;
}
