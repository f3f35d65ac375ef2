import { Router } from 'express';
import { decodeConfiguration } from '@eservices-lb/sdk/rules';
import type { World } from '../control/world.js';
import type { EventStreams } from './event-stream.js';
import { Problem } from './problem.js';

/** The view of the whole, and the judgement of a configuration that is not in use. */
export function controlRoutes(world: World, streams: EventStreams): Router {
  const router = Router();
  router.get('/snapshot', (_request, response) => {
    response.set('Cache-Control', 'no-store').json(world.snapshot);
  });
  router.get('/events', (request, response) => {
    streams.open(response, request.get('last-event-id'));
  });
  router.get('/notices', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ notices: world.notices });
  });
  router.post('/validate', (request, response) => {
    if (request.body === undefined) throw new Problem(400, 'BODY_MISSING', 'Send a configuration as JSON.');
    const decoded = decodeConfiguration(request.body as unknown);
    response.json({ isUsable: decoded.isUsable, findings: decoded.isUsable ? [] : decoded.findings });
  });
  return router;
}
