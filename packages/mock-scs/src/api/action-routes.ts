import type { Clock } from '@eservices-lb/sdk';
import { Router } from 'express';
import { applicationActionSchema, performAction } from '../control/application-action.js';
import type { ActionTools } from '../control/application-action.js';
import { settled } from '../control/settled.js';
import { Problem } from './problem.js';
import { applicationView } from './views.js';

const settlingLimitMs = 2000;

/** What an operator can do to an application. Answers when it is done, or has been asked for and takes its time. */
export function applicationActionRoutes(tools: ActionTools, clock: Clock): Router {
  const router = Router();
  router.post('/:name/:action', async (request, response) => {
    const { name } = request.params;
    const action = applicationActionSchema.safeParse(request.params.action);
    if (!action.success) {
      const known = applicationActionSchema.options.join(', ');
      throw new Problem(404, 'UNKNOWN_ACTION', `There is no action "${request.params.action}"; there are: ${known}.`);
    }
    if (action.data === 'start') await untilLastProcessIsGone(name, tools, clock);
    const statuses = performAction(name, action.data, tools);
    await settled(tools.world, { name, statuses, limitMs: settlingLimitMs, clock });
    response.json(applicationView(tools.world, name));
  });
  return router;
}

/** A lost link makes an application Stopped a moment before the end of its process is known, and its place is taken until then. */
async function untilLastProcessIsGone(name: string, { world, agent }: ActionTools, clock: Clock): Promise<void> {
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

/** Enabling and disabling of tenants and hosts. */
export function stateRoutes({ world }: Pick<ActionTools, 'world'>, kind: 'tenant' | 'host'): Router {
  const router = Router();
  for (const action of ['enable', 'disable'] as const) {
    router.post(`/:name/${action}`, (request, response) => {
      const { name } = request.params;
      world[action](kind, name);
      response.json({ ...world.object(kind, name), ...world.version });
    });
  }
  return router;
}
