import type { LoadBalancer } from '@eservices-lb/sdk';
import { Router } from 'express';
import { z } from 'zod';
import { servedTenants } from '../services.js';
import type { ServerHttp } from '../servers/server-http.js';

const limitMs = 2_000;

const mailsSchema = z.object({
  messages: z.array(
    z.object({
      from: z.string(),
      to: z.array(z.string()),
      subject: z.string(),
      text: z.string(),
      receivedUtc: z.union([z.number(), z.string()]),
    }),
  ),
});

export interface MailboxPageOptions {
  readonly loadBalancer: LoadBalancer;
  readonly application: string;
  readonly http: ServerHttp;
}

/** `/mailbox?to=address`: what arrived at the demo's Mail Server. A real estate has real mailboxes instead. */
export function mailboxPage({ loadBalancer, application, http }: MailboxPageOptions): Router {
  const scope = { configuration: loadBalancer.configuration, application };
  const router = Router();
  router.get('/', async (request, response) => {
    const to = typeof request.query.to === 'string' ? request.query.to.trim() : '';
    const mails = to === '' ? [] : await mailsTo(to);
    response.render('mailbox', { title: 'Mailbox', to, mails });
  });
  return router;

  async function mailsTo(address: string): Promise<readonly object[]> {
    const [tenant = ''] = servedTenants(scope);
    const mailServer = loadBalancer.select({ tenant, type: 'ThirdPartyServer' });
    const answer = await http(mailServer, { method: 'get', path: '/messages', query: { to: address }, limitMs });
    const { messages } = mailsSchema.parse(answer.body);
    return messages
      .map((mail) => ({ ...mail, received: new Date(mail.receivedUtc) }))
      .sort((a, b) => b.received.getTime() - a.received.getTime());
  }
}
