import { Router } from 'express';
import type { Scope } from '../tenant-of-request.js';
import { answerErrors } from '../answer-errors.js';
import { callbackWish } from './callback-parameters.js';
import type { Callbacks } from './callbacks.js';
import { formOrJson } from './form-or-json.js';

/** `POST /`: a customer asks to be called back. */
export function callbackApi({ scope, callbacks }: { readonly scope: Scope; readonly callbacks: Callbacks }): Router {
  const router = Router();
  router.post('/', ...formOrJson(), async (request, response) => {
    const { callbackId, at } = await callbacks.request(callbackWish(request, scope));
    response.json({ callbackId, at });
  });
  router.use(answerErrors);
  return router;
}
