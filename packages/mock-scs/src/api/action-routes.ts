import type { Clock } from '@eservices-lb/sdk';
import { Router } from 'express';
import { applicationActionSchema, performAction } from '../control/application-action.js';
import type { ControlTools } from '../control/application-control.js';
import { hostActionSchema, performHostAction } from '../control/host-action.js';
import { settled } from '../control/settled.js';
import { Problem } from './problem.js';
import { applicationView } from './views.js';

const settlingLimitMs = 2000;

/** What an operator can do to an application. Answers when it is done, or has been asked for and takes its time. */
export function applicationActionRoutes(tools: ControlTools, clock: Clock): Router {
  const router = Router();
  router.post('/:name/:action', async (request, response) => {
    const { name } = request.params;
    const action = applicationActionSchema.safeParse(request.params.action);
    if (!action.success) {
      const known = applicationActionSchema.options.join(', ');
      throw new Problem(404, 'UNKNOWN_ACTION', `There is no action "${request.params.action}"; there are: ${known}.`);
    }
    if (action.data === 'start') await untilLastProcessIsGone(name, tools, clock);
    const statuses = await performAction(name, action.data, tools);
    await settled(tools.world, { name, statuses, limitMs: settlingLimitMs, clock });
    const view = applicationView(tools.world, name);
    if (action.data === 'enable' || action.data === 'disable') await tools.durability.committed();
    response.json(view);
  });
  return router;
}

/** A lost link makes an application Stopped a moment before the end of its process is known, and its place is taken until then. */
async function untilLastProcessIsGone(name: string, { world, agent }: ControlTools, clock: Clock): Promise<void> {
  const last = agent.process(name);
  if (last === undefined || world.status(name).status !== 'stopped') return;
  await new Promise<void>((resolve) => {
    const cancel = clock.after(settlingLimitMs, resolve);
    void last.gone.then(() => {
      cancel();
      resolve();
    });
  });
}

/** Enabling and disabling of tenants. */
export function tenantActionRoutes({ world, durability }: Pick<ControlTools, 'world' | 'durability'>): Router {
  const router = Router();
  for (const action of ['enable', 'disable'] as const) {
    router.post(`/:name/${action}`, async (request, response) => {
      const { name } = request.params;
      world[action]('tenant', name);
      const view = { ...world.object('tenant', name), ...world.version };
      await durability.committed();
      response.json(view);
    });
  }
  return router;
}

/** What an operator can do to a host. */
export function hostActionRoutes({ world, durability }: Pick<ControlTools, 'world' | 'durability'>): Router {
  const router = Router();
  for (const action of hostActionSchema.options) {
    router.post(`/:name/${action}`, async (request, response) => {
      const { name } = request.params;
      performHostAction(name, action, world);
      const view = { ...world.object('host', name), status: world.hostStatus(name), ...world.version };
      if (action === 'enable' || action === 'disable') await durability.committed();
      response.json(view);
    });
  }
  return router;
}
