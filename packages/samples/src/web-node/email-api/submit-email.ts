import { createHash } from 'node:crypto';
import type { LoadBalancer } from '@eservices-lb/sdk';
import type { EmailServerClient, IncomingEmail } from '../servers/email-server-client.js';
import { firstThatTakes } from '../servers/first-that-takes.js';

export interface EmailServers {
  readonly loadBalancer: LoadBalancer;
  readonly emailServer: EmailServerClient;
}

/** The client's number together with what the mail says: another text under the same number is another mail, not a repetition. */
function numberOf({ submissionId, attachments = [], ...email }: IncomingEmail): string {
  const hash = createHash('sha256').update(JSON.stringify([submissionId, email]));
  for (const { name, bytes } of attachments) hash.update(JSON.stringify([name, bytes.length])).update(bytes);
  return uuidOf(hash.digest('hex'));
}

/** A UUID of the version that is for everybody's own use (RFC 9562). */
const uuidOf = (hex: string): string =>
  [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');

/**
 * Hands the mail to an E-mail Server of its tenant, and to another when that one cannot be reached. The submission id makes sure that it is
 * stored once, however many have heard of it.
 */
export async function submitEmail({ loadBalancer, emailServer }: EmailServers, email: IncomingEmail): Promise<string> {
  const numbered = { ...email, submissionId: numberOf(email) };
  const { answer } = await firstThatTakes({
    select: (exclude) => loadBalancer.select({ tenant: email.tenant, type: 'EmailServer', exclude }),
    send: (selected) => emailServer.submit(selected, numbered),
    isRepeatable: true,
  });
  return answer.interactionId;
}
