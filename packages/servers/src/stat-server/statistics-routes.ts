import { Router } from 'express';
import { z } from 'zod';
import { decode } from '../application-server/decode.js';
import { tenantsServed } from '../application-server/tenants-served.js';
import type { ChatWatch } from './chat-watch.js';

const tenantSchema = z.object({ tenant: z.string().min(1, 'name the tenant (MT-1)').max(255) });

export interface StatisticsRoutesOptions {
  readonly watch: Pick<ChatWatch, 'figures'>;
  /** The tenants of this server at this moment. */
  readonly tenants: () => readonly string[];
}

/** What the web tier asks of a Stat Server. */
export function statisticsRoutes({ watch, tenants }: StatisticsRoutesOptions): Router {
  const check = tenantsServed(tenants);
  const router = Router();
  router.get('/statistics/chat', async (request, response) => {
    const { tenant } = decode(tenantSchema, request.query);
    check(tenant);
    response.json(await watch.figures(tenant));
  });
  return router;
}
