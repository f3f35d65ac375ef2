import { Router } from 'express';
import type { InteractionMethods } from './interaction-methods.js';

/** What the web tier asks of an Interaction Server, over HTTP. */
export function interactionRoutes(methods: InteractionMethods): Router {
  const router = Router();

  router.post('/interactions', async (request, response) => {
    const { interaction, isNew } = await methods.submit(request.body);
    response.status(isNew ? 201 : 200).json(interaction);
  });

  router.get('/interactions', async (request, response) => {
    response.json({ interactions: await methods.list(request.query) });
  });

  router.post('/interactions/:media/:interactionId/state', async (request, response) => {
    const { media, interactionId } = request.params;
    response.json(await methods.bring({ ...(request.body as object), media, interactionId }));
  });
  return router;
}
