import type { LoadBalancer } from '@eservices-lb/sdk';
import { Router } from 'express';
import type { Request } from 'express';
import { z } from 'zod';
import type { AgentSession } from '../agent-login/agent-session.js';
import type { EmailDesk } from '../agent/email-desk.js';
import { servedTenants } from '../services.js';
import type { ServerHttp } from '../servers/server-http.js';
import type { Scope } from '../tenant-of-request.js';

const limitMs = 2_000;

const mailsSchema = z.object({
  messages: z.array(
    z.object({
      ...{ messageId: z.string(), from: z.string(), to: z.array(z.string()), subject: z.string(), text: z.string() },
      receivedUtc: z.union([z.number(), z.string()]),
    }),
  ),
});

export interface MailboxPageOptions {
  readonly loadBalancer: Pick<LoadBalancer, 'select'>;
  readonly scope: Scope;
  readonly session: Pick<AgentSession, 'agentOf'>;
  readonly emails: Pick<EmailDesk, 'messagesTo'>;
  readonly http: ServerHttp;
}

/**
 * `/mailbox?to=address`: what arrived at the demo's Mail Server, of what was sent for the agent's own tenants. A real estate has real
 * mailboxes instead.
 */
export function mailboxPage({ loadBalancer, scope, session, emails, http }: MailboxPageOptions): Router {
  const router = Router();
  router.get('/', async (request, response) => {
    const to = typeof request.query.to === 'string' ? request.query.to.trim() : '';
    const mails = to === '' ? [] : await mailsTo(to, tenantsOf(request));
    response.render('mailbox', { title: 'mailbox.title', to, mails });
  });
  return router;

  function tenantsOf(request: Request): readonly string[] {
    const tenants = session.agentOf(request)?.tenants ?? [];
    return servedTenants(scope).filter((tenant) => tenants.includes(tenant));
  }

  async function mailsTo(address: string, tenants: readonly string[]): Promise<readonly object[]> {
    const [tenant] = tenants;
    if (tenant === undefined) return [];
    const sent = await sentTo(address, tenants);
    const mailServer = loadBalancer.select({ tenant, type: 'ThirdPartyServer' });
    const answer = await http(mailServer, { method: 'get', path: '/messages', query: { to: address }, limitMs });
    const { messages } = mailsSchema.parse(answer.body);
    return messages
      .filter(({ messageId }) => sent.has(messageId))
      .map((mail) => ({ ...mail, received: new Date(mail.receivedUtc) }))
      .sort((a, b) => b.received.getTime() - a.received.getTime());
  }

  /** What one tenant's E-mail Servers do not say hides nothing of the others. */
  async function sentTo(address: string, tenants: readonly string[]): Promise<ReadonlySet<string>> {
    const answers = await Promise.allSettled(tenants.map((one) => emails.messagesTo(address, one)));
    const told = answers.filter((answer) => answer.status === 'fulfilled');
    const [first] = answers;
    if (told.length === 0 && first?.status === 'rejected') throw first.reason;
    return new Set(told.flatMap(({ value }) => value));
  }
}
