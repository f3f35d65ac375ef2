import type { AttachedFile, EmailServerClient, StoredEmail, WhichAttachment } from '../servers/email-server-client.js';
import type { EmailServers } from '../email-api/submit-email.js';
import { firstThatTakes } from '../servers/first-that-takes.js';

/** An agent's answer to a mail. */
export type EmailReply = Parameters<EmailServerClient['reply']>[2];

/** All mails of a tenant, for its agents. Any E-mail Server of the tenant knows them all. */
export interface EmailDesk {
  /** With the beginning of what each says. */
  list(tenant: string): Promise<readonly StoredEmail[]>;
  find(interactionId: string, tenant: string): Promise<StoredEmail>;
  /** The message ids of what went out to an address for the tenant. */
  messagesTo(address: string, tenant: string): Promise<readonly string[]>;
  attachment(which: WhichAttachment): Promise<AttachedFile>;
  /** @returns false when somebody answered the mail already */
  reply(interactionId: string, reply: EmailReply): Promise<boolean>;
}

export function emailDesk({ loadBalancer, emailServer }: EmailServers): EmailDesk {
  return {
    async list(tenant) {
      const { answer } = await firstThatTakes({
        select: (exclude) => loadBalancer.select({ tenant, type: 'EmailServer', exclude }),
        send: (selected) => emailServer.list(selected, tenant),
        isRepeatable: true,
      });
      return answer;
    },
    async find(interactionId, tenant) {
      const { answer } = await firstThatTakes({
        select: (exclude) => loadBalancer.select({ tenant, type: 'EmailServer', exclude }),
        send: (selected) => emailServer.find(selected, interactionId, tenant),
        isRepeatable: true,
      });
      return answer;
    },
    async messagesTo(address, tenant) {
      const { answer } = await firstThatTakes({
        select: (exclude) => loadBalancer.select({ tenant, type: 'EmailServer', exclude }),
        send: (selected) => emailServer.messagesTo(selected, address, tenant),
        isRepeatable: true,
      });
      return answer;
    },
    async attachment(which) {
      const { answer } = await firstThatTakes({
        select: (exclude) => loadBalancer.select({ tenant: which.tenant, type: 'EmailServer', exclude }),
        send: (selected) => emailServer.attachment(selected, which),
        isRepeatable: true,
      });
      return answer;
    },
    async reply(interactionId, reply) {
      const { answer } = await firstThatTakes({
        select: (exclude) => loadBalancer.select({ tenant: reply.tenant, type: 'EmailServer', exclude }),
        send: (selected) => emailServer.reply(selected, interactionId, reply),
        // A server that answered, and whose word was lost, has marked the mail as answered: the next one says so.
        isRepeatable: true,
      });
      return answer;
    },
  };
}
