import { randomUUID } from 'node:crypto';
import { Router } from 'express';
import type { Response } from 'express';
import { z } from 'zod';
import { chatForm } from '../chat-api/chat-form.js';
import { refusalOf } from '../refusal-of.js';
import { offeredServices, servedTenants } from '../services.js';
import type { Scope } from '../tenant-of-request.js';
import { callbackWish, timeZone } from './callback-parameters.js';
import type { Callbacks } from './callbacks.js';

const text = z.string().catch('');
/** What goes back into the form; the hidden field makes a form that is sent twice one call. */
const formSchema = z.object({
  ...{ service: text, tenant: text, name: text, phoneNumber: text, at: text },
  requestId: z.uuid().catch(() => randomUUID()),
});

/** `/callback`: a form, sent by the browser itself, and the same page with what became of it. */
export function callbackPage({ scope, callbacks }: { readonly scope: Scope; readonly callbacks: Callbacks }): Router {
  const router = Router();
  const show = (response: Response, state: object): void => {
    response.render('callback', {
      ...{ title: 'callback.title', services: offeredServices(scope, 'chat'), tenants: servedTenants(scope) },
      ...{
        requestId: randomUUID(),
        timeZone: timeZone(scope),
        problems: [],
        values: {},
        callback: undefined,
        ...state,
      },
    });
  };

  router.get('/', (_request, response) => {
    show(response, {});
  });

  router.post('/', ...chatForm(), async (request, response) => {
    try {
      show(response, { callback: await callbacks.request(callbackWish(request, scope)) });
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal.code === 'INTERNAL_ERROR') throw error;
      const values = formSchema.parse(request.body);
      show(response.status(refusal.status), { values, requestId: values.requestId, problems: [refusal] });
    }
  });
  return router;
}
