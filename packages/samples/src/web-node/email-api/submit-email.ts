import type { LoadBalancer } from '@eservices-lb/sdk';
import type { EmailServerClient, IncomingEmail } from '../servers/email-server-client.js';
import { firstThatTakes } from '../servers/first-that-takes.js';

export interface EmailServers {
  readonly loadBalancer: LoadBalancer;
  readonly emailServer: EmailServerClient;
}

/**
 * Hands the mail to an E-mail Server of its tenant, and to another when that one cannot be reached. The submission id makes sure that it is
 * stored once, however many have heard of it.
 */
export async function submitEmail({ loadBalancer, emailServer }: EmailServers, email: IncomingEmail): Promise<string> {
  const { answer } = await firstThatTakes({
    select: (exclude) => loadBalancer.select({ tenant: email.tenant, type: 'EmailServer', exclude }),
    send: (selected) => emailServer.submit(selected, email),
    isRepeatable: true,
  });
  return answer.interactionId;
}
