import { Router } from 'express';
import { z } from 'zod';
import { actorOf } from '../access/actor.js';
import { validBody } from '../api/json-body.js';
import { Problem } from '../api/problem.js';
import { faultKinds, faultNameSchema } from './fault-kinds.js';
import { faultSchema } from './faults.js';
import type { Faults } from './faults.js';

export const faultListSchema = z.object({ faults: z.array(faultSchema) });

/** Ordering the control server to misbehave, and to stop it. */
export function faultRoutes(faults: Faults): Router {
  const router = Router();
  router.get('/', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ faults: faults.list });
  });
  router.post('/:kind', (request, response) => {
    const kind = faultNameSchema.safeParse(request.params.kind);
    if (!kind.success) {
      const known = faultNameSchema.options.join(', ');
      throw new Problem(404, 'UNKNOWN_FAULT', `There is no fault "${request.params.kind}"; there are: ${known}.`);
    }
    const parameters = validBody(faultKinds[kind.data].parameters, request.body ?? {});
    response.status(201).json(faults.begin(kind.data, parameters, actorOf(response)?.name ?? 'nobody'));
  });
  router.delete('/', (_request, response) => {
    faults.endAll();
    response.status(204).end();
  });
  router.delete('/:id', (request, response) => {
    const { id } = request.params;
    if (!faults.end(Number(id))) throw new Problem(404, 'FAULT_NOT_ON', `No fault ${JSON.stringify(id)} is on.`);
    response.status(204).end();
  });
  return router;
}
