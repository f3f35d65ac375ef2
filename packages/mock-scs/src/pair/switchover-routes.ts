import { Router } from 'express';
import type { PairRole } from './pair-role.js';

/** Hands over to the backup control server. */
export function switchoverRoutes(pair: PairRole): Router {
  const router = Router();
  router.post('/', async (_request, response) => {
    await pair.switchOver();
    response.json({ role: pair.role });
  });
  return router;
}
