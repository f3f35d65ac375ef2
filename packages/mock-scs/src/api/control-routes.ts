import { Router } from 'express';
import { judgeEstate } from '@eservices-lb/sdk/rules';
import type { RuleCheck } from '../control/rule-check.js';
import type { WorkBoard } from '../control/work-board.js';
import type { Faults } from '../faults/faults.js';
import type { World } from '../control/world.js';
import type { EventStreams } from './event-stream.js';
import { Problem } from './problem.js';

export interface ControlRoutesOptions {
  readonly streams: EventStreams;
  readonly rules: RuleCheck;
  readonly faults: Pick<Faults, 'snapshot'>;
  readonly work: WorkBoard;
}

/** The view of the whole, and the judgement of the configuration in use and of any other. */
export function controlRoutes(world: World, { streams, rules, faults, work }: ControlRoutesOptions): Router {
  const router = Router();
  router.get('/snapshot', (_request, response) => {
    response.set('Cache-Control', 'no-store').json(faults.snapshot(world.snapshot));
  });
  router.get('/events', (request, response) => {
    streams.open(response, request.get('last-event-id'));
  });
  router.get('/notices', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ notices: world.notices });
  });
  router.get('/findings', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ ...world.version, findings: rules.findings() });
  });
  router.get('/work', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ applications: work.all });
  });
  router.post('/validate', (request, response) => {
    if (request.body === undefined) throw new Problem(400, 'BODY_MISSING', 'Send a configuration as JSON.');
    const { findings } = judgeEstate(request.body as unknown);
    response.json({ isUsable: findings.every(({ severity }) => severity === 'warning'), findings });
  });
  return router;
}
