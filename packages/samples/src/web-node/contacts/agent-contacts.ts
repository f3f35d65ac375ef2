import type { LoadBalancer } from '@eservices-lb/sdk';
import { Router } from 'express';
import { z } from 'zod';
import { decodeParameters } from '../decode-parameters.js';
import { firstThatTakes } from '../servers/first-that-takes.js';
import { servedTenant } from '../tenant-of-request.js';
import type { Scope } from '../tenant-of-request.js';
import { tenantParameter } from '../tenant-parameter.js';
import type { ContactServerClient } from './contact-server-client.js';

const querySchema = z.object({ emailAddress: z.string().trim().min(1, 'say whose history').max(320) });

export interface AgentContactsOptions {
  readonly scope: Scope;
  readonly loadBalancer: Pick<LoadBalancer, 'select'>;
  readonly contactServer: ContactServerClient;
}

/** `GET /?tenant&emailAddress`: what a tenant's agent should know of a customer. */
export function agentContacts({ scope, loadBalancer, contactServer }: AgentContactsOptions): Router {
  const router = Router();
  router.get('/', async (request, response) => {
    const tenant = servedTenant(scope, tenantParameter(request));
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
