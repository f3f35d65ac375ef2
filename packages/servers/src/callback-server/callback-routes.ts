import { Router } from 'express';
import { decode } from '../application-server/decode.js';
import { RequestError } from '../application-server/request-error.js';
import { tenantsServed } from '../application-server/tenants-served.js';
import type { AskDatabase } from '../database/asking-database.js';
import type { Callback } from './callback.js';
import { callbackSchema, internationalNumber, tenantSchema, timeToCall } from './callback-request.js';
import type { CallbackStore } from './callback-store.js';

export interface CallbackRoutesOptions {
  readonly store: CallbackStore;
  readonly askDatabase: AskDatabase;
  /** Milliseconds since 1970. */
  readonly utcTime: () => number;
  /** The tenants of this Callback Server at this moment. */
  readonly tenants: () => readonly string[];
  /** Where numbers without international prefix are. */
  readonly country: () => string;
  readonly isAccepting: () => boolean;
  /** A call was asked for that was not known before. */
  readonly onReceived: () => void;
}

/** What the web tier asks of a Callback Server. Nothing is answered before it is stored. */
export function callbackRoutes({ store, askDatabase, utcTime, ...options }: CallbackRoutesOptions): Router {
  const { tenants, country, isAccepting, onReceived } = options;
  const check = tenantsServed(tenants);
  const router = Router();

  router.post('/callbacks', async (request, response) => {
    const wish = decode(callbackSchema, request.body);
    check(wish.tenant);
    const known = await askDatabase(() => store.known(wish));
    if (known !== undefined) return void response.json(answerOf(known));
    const phoneNumber = internationalNumber(wish.phoneNumber, country());
    const at = timeToCall(wish.at, utcTime());
    if (!isAccepting())
      throw new RequestError(503, 'NOT_ACCEPTING', 'This Callback Server takes no new calls at the moment.');
    const { callback, isNew } = await askDatabase(() => store.store({ ...wish, phoneNumber, at }, utcTime()));
    response.status(isNew ? 201 : 200).json(answerOf(callback));
    if (isNew) onReceived();
  });

  router.get('/callbacks', async (request, response) => {
    const { tenant } = decode(tenantSchema, request.query);
    check(tenant);
    const callbacks = await askDatabase(async () => {
      await store.markDue([tenant], utcTime());
      return store.list(tenant);
    });
    response.json({ callbacks: callbacks.map(answerOf) });
  });

  router.post('/callbacks/:callbackId/done', async (request, response) => {
    const { tenant } = decode(tenantSchema, request.body);
    check(tenant);
    const isFirst = await askDatabase(() => store.done(tenant, request.params.callbackId));
    response.json({ isFirst });
  });
  return router;
}

const answerOf = ({ callbackId, service, name, phoneNumber, at, state }: Callback): object => ({
  ...{ callbackId, service, name, phoneNumber, state },
  at: new Date(at).toISOString(),
});
