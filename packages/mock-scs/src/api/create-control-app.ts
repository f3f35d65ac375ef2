import type { Clock } from '@eservices-lb/sdk';
import express from 'express';
import type { Express, RequestHandler } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import type { Access } from '../access/access.js';
import { auditRoutes } from '../access/audit-routes.js';
import { auditing, notingChanges } from '../access/auditing.js';
import { authenticate } from '../access/authenticate.js';
import { authorize } from '../access/authorize.js';
import { refuseLargeBodies } from '../access/body-limit.js';
import { sessionRoutes } from '../access/session-routes.js';
import { consoleRoutes } from '../console/console-routes.js';
import type { ControlTools } from '../control/application-control.js';
import { RuleCheck } from '../control/rule-check.js';
import { StartRecord } from '../control/start-record.js';
import type { WorkBoard } from '../control/work-board.js';
import { applicationActionRoutes, hostActionRoutes, tenantActionRoutes } from './action-routes.js';
import { faultRoutes } from '../faults/fault-routes.js';
import type { Faults } from '../faults/faults.js';
import { onlyPrimary } from '../pair/only-primary.js';
import type { PairRole } from '../pair/pair-role.js';
import { switchoverRoutes } from '../pair/switchover-routes.js';
import { answerProblems, noSuchRoute } from './answer-problems.js';
import { controlRoutes } from './control-routes.js';
import { docsRoutes } from './docs-routes.js';
import type { EventStreams } from './event-stream.js';
import { jsonBody } from './json-body.js';
import { objectRoutes } from './object-routes.js';
import { objectKinds, pathOfKind } from './path-of-kind.js';
import { reachRoutes } from './reach-routes.js';

export interface ControlAppOptions extends ControlTools {
  readonly streams: EventStreams;
  readonly access: Access;
  readonly faults: Faults;
  readonly pair: PairRole;
  readonly work: WorkBoard;
  /** What the other one of a pair asks. */
  readonly pairRoutes?: RequestHandler | undefined;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The HTTP side of the control server. Only health, console assets and docs are for everybody. */
export function createControlApp(options: ControlAppOptions): Express {
  const { streams, access, faults, pair, pairRoutes, work, clock, log, ...tools } = options;
  const { world, durability, links, agent, simulated } = tools;
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use(secureHeaders());
  app.use(refuseLargeBodies);
  app.get('/api/v1/health', (_request, response) => {
    response.json({ status: 'ok', ...world.version, role: pair.role, isInStep: pair.isInStep });
  });
  if (pairRoutes !== undefined) app.use(pairRoutes);
  app.use(auditing(access.audit, clock));
  app.use('/console/session', sessionRoutes(access));
  app.use(consoleRoutes());
  app.use(docsRoutes());

  const isRunning = (name: string): boolean =>
    links.isLinked(name) ||
    agent.process(name) !== undefined ||
    (world.object('application', name).simulated && simulated.isRunning(name));
  app.use(
    '/api/v1',
    onlyPrimary(() => pair.isServing),
    authenticate(access),
    authorize,
    faults.failing,
    ...jsonBody,
    notingChanges(world),
  );
  app.use('/api/v1/switchover', switchoverRoutes(pair));
  app.use('/api/v1/faults', faultRoutes(faults));
  app.use('/api/v1/audit', auditRoutes(access.audit));
  const rules = new RuleCheck(world, new StartRecord(world));
  app.use('/api/v1', controlRoutes(world, { streams, rules, faults, work }));
  app.use('/api/v1/tenants', tenantActionRoutes(tools));
  app.use('/api/v1/hosts', hostActionRoutes(tools));
  app.use('/api/v1/applications', reachRoutes(world));
  app.use('/api/v1/applications', applicationActionRoutes(tools, clock));
  for (const kind of objectKinds)
    app.use(`/api/v1/${pathOfKind[kind]}`, objectRoutes(world, kind, { rules, durability, isRunning }));
  app.use(noSuchRoute);
  app.use(answerProblems(log, clock));
  return app;
}

/** The estate speaks plain HTTP on the loopback interface, so nothing may be upgraded to HTTPS. */
const secureHeaders = (): express.RequestHandler =>
  helmet({
    strictTransportSecurity: false,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': ["'self'"],
        'img-src': ["'self'"],
        'connect-src': ["'self'"],
        'form-action': ["'self'"],
        'base-uri': ["'none'"],
        'frame-ancestors': ["'none'"],
      },
    },
  });
