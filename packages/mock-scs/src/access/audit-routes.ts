import { Router } from 'express';
import { z } from 'zod';
import { Problem } from '../api/problem.js';
import { auditEntrySchema } from './audit-entry.js';
import type { AuditTrail } from './audit-trail.js';

export const auditQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  actor: z.string().optional(),
  object: z.string().optional(),
});
export const auditListSchema = z.object({ entries: z.array(auditEntrySchema) });

export function auditRoutes(trail: AuditTrail): Router {
  const router = Router();
  router.get('/', (request, response) => {
    const query = auditQuerySchema.safeParse(request.query);
    if (!query.success) {
      const field = query.error.issues[0]?.path.join('.') ?? '';
      throw new Problem(400, 'INVALID_QUERY', 'limit is 1 to 1000; actor and object are names, given once.', { field });
    }
    const { actor, object, limit } = query.data;
    const wanted = { limit, ...(actor !== undefined && { actor }), ...(object !== undefined && { object }) };
    response.set('Cache-Control', 'no-store').json({ entries: trail.find(wanted) });
  });
  return router;
}
