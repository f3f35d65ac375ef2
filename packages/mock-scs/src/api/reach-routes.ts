import { Router } from 'express';
import { z } from 'zod';
import { reachOf } from '../control/reach.js';
import type { World } from '../control/world.js';
import { Problem } from './problem.js';

export const reachQuerySchema = z.object({ tenant: z.string().min(1) });

export const reachSchema = z.object({
  application: z.string(),
  tenant: z.string(),
  candidates: z.array(
    z.object({
      application: z.string(),
      type: z.string(),
      isSelectable: z.boolean(),
      reasons: z.array(z.string()),
    }),
  ),
});

/** What an application can be balanced to for a tenant, and why not to the rest. */
export function reachRoutes(world: World): Router {
  const router = Router();
  router.get('/:name/reach', async (request, response) => {
    const query = reachQuerySchema.safeParse(request.query);
    if (!query.success) throw new Problem(400, 'TENANT_MISSING', 'Name the tenant: ?tenant=…', { field: 'tenant' });
    const { name } = request.params;
    const { tenant } = query.data;
    const candidates = await reachOf(world, name, tenant);
    response.set('Cache-Control', 'no-store').json({ application: name, tenant, candidates });
  });
  return router;
}
