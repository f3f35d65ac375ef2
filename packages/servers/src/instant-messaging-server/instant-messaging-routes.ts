import { Router } from 'express';
import type { Clock } from '@eservices-lb/sdk';
import { z } from 'zod';
import { decode } from '../application-server/decode.js';
import { tenantsServed } from '../application-server/tenants-served.js';
import type { AskDatabase } from '../database/asking-database.js';
import type { MessageWatch } from './message-watch.js';

const longestWaitMs = 10_000;
const querySchema = z.object({
  tenant: z.string().min(1, 'name the tenant (MT-1)').max(255),
  after: z.coerce.number().int().min(0).default(0),
  'wait-ms': z.coerce.number().int().min(0).max(longestWaitMs).default(0),
});

export interface InstantMessagingRoutesOptions {
  readonly watch: MessageWatch;
  readonly askDatabase: AskDatabase;
  readonly tenants: () => readonly string[];
  readonly clock: Clock;
}

/** What clients for instant messages ask: `GET /conversations/{addressee}/messages?tenant=&after=&wait-ms=`, which waits for the next one. */
export function instantMessagingRoutes({ watch, askDatabase, tenants, clock }: InstantMessagingRoutesOptions): Router {
  const router = Router();
  const check = tenantsServed(tenants);
  router.get('/conversations/:addressee/messages', async (request, response) => {
    const { tenant, after, 'wait-ms': waitMs } = decode(querySchema, request.query);
    check(tenant);
    const end = new AbortController();
    const cancel = clock.after(waitMs, () => {
      end.abort();
    });
    response.once('close', () => {
      end.abort();
    });
    try {
      const { addressee } = request.params;
      response.json({ messages: await askDatabase(() => watch.messages({ tenant, addressee }, after, end.signal)) });
    } finally {
      cancel();
    }
  });
  return router;
}
