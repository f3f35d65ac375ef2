import { Router } from 'express';
import type { ContactMethods } from './contact-methods.js';

/** What the web tier asks of a Universal Contact Server, over HTTP. */
export function contactRoutes({ look }: ContactMethods): Router {
  const router = Router();
  router.get('/contacts', async (request, response) => {
    response.json(await look(request.query));
  });
  return router;
}
