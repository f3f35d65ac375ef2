import { Router } from 'express';

/** Node API Version 1: whether this web node takes requests. */
export function nodeApi({ isOnline }: { readonly isOnline: () => boolean }): Router {
  const router = Router();
  router.get('/admin/node/status', (_request, response) => {
    response.type('text').send(isOnline() ? 'ONLINE' : 'OFFLINE');
  });
  return router;
}
