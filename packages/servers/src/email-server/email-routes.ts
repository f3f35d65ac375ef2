import { Router } from 'express';
import { decode } from '../application-server/decode.js';
import { RequestError } from '../application-server/request-error.js';
import { askingDatabase } from '../database/asking-database.js';
import { outgoingSchema, replySchema, submissionSchema, tenantSchema } from './email-request.js';
import { checkedFiles } from './checked-files.js';
import type { EmailStore } from './email-store.js';

export interface EmailRoutesOptions {
  readonly store: Pick<EmailStore, 'store' | 'list' | 'find' | 'messagesTo' | 'reply' | 'attachment'>;
  /** The tenants of this E-mail Server at this moment. */
  readonly tenants: () => readonly string[];
  readonly isAccepting: () => boolean;
  /** A mail was stored that was not known before. */
  readonly onReceived: () => void;
  /** Something was put into the outbox. */
  readonly onOutgoing: () => void;
  /** The database does not answer. */
  readonly onDatabaseLost: (error: unknown) => void;
}

/** What the web tier asks of an E-mail Server. Nothing is answered before it is stored. */
export function emailRoutes({ store, tenants, isAccepting, ...events }: EmailRoutesOptions): Router {
  const { onReceived, onOutgoing, onDatabaseLost } = events;
  const router = Router();
  const check = (tenant: string): void => {
    if (!tenants().includes(tenant)) {
      throw new RequestError(
        403,
        'TENANT_NOT_SERVED',
        `This E-mail Server does not serve tenant "${tenant}".`,
        'tenant',
      );
    }
  };
  const stored = askingDatabase({ lost: onDatabaseLost });

  router.post('/messages', async (request, response) => {
    const email = decode(submissionSchema, request.body);
    check(email.tenant);
    if (!isAccepting())
      throw new RequestError(503, 'NOT_ACCEPTING', 'This E-mail Server takes no new e-mail at the moment.');
    const checked = { ...email, attachments: checkedFiles(email.attachments) };
    const { interactionId, isNew } = await stored(() => store.store(checked));
    response.status(isNew ? 201 : 200).json({ interactionId });
    if (isNew) onReceived();
    onOutgoing();
  });

  router.get('/messages', async (request, response) => {
    const { tenant } = decode(tenantSchema, request.query);
    check(tenant);
    response.json({ messages: await stored(() => store.list(tenant)) });
  });

  router.get('/outgoing', async (request, response) => {
    const { tenant, to } = decode(outgoingSchema, request.query);
    check(tenant);
    response.json({ messageIds: await stored(() => store.messagesTo(to, tenant)) });
  });

  router.get('/messages/:interactionId', async (request, response) => {
    const { tenant } = decode(tenantSchema, request.query);
    check(tenant);
    const email = await stored(() => store.find(request.params.interactionId, tenant));
    if (email === undefined) throw new RequestError(404, 'UNKNOWN_INTERACTION', 'The tenant has no such e-mail.');
    response.json(email);
  });

  router.get('/messages/:interactionId/attachments/:index', async (request, response) => {
    const { tenant } = decode(tenantSchema, request.query);
    check(tenant);
    const { interactionId, index } = request.params;
    const file = await stored(() => store.attachment(interactionId, tenant, Number.parseInt(index, 10) || 0));
    if (file === undefined) throw new RequestError(404, 'UNKNOWN_ATTACHMENT', 'The tenant has no such attachment.');
    response.set({ 'content-type': file.type, 'x-file-name': encodeURIComponent(file.name) }).end(file.bytes);
  });

  router.post('/messages/:interactionId/reply', async (request, response) => {
    const { tenant, ...reply } = decode(replySchema, request.body);
    check(tenant);
    await stored(() => store.reply(request.params.interactionId, tenant, reply));
    response.json({ interactionId: request.params.interactionId });
    onOutgoing();
  });
  return router;
}
