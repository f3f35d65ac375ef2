import { z } from 'zod';
import type { ChatServerClient } from '../servers/chat-server-client.js';
import type { EmailServerClient } from '../servers/email-server-client.js';
import type { Submissions } from './submissions.js';

const text = z.string().catch('');
const chatSchema = z.object({
  tenant: text,
  service: text,
  subject: text.transform((subject) => subject.slice(0, 998)),
  emailAddress: text,
  userData: z.record(z.string(), z.string()).catch({}),
});

/** An attribute of an interaction has so many letters at most. */
const longestAttribute = 4_096;

/** The same client; what begins through it is submitted as an interaction once it has begun. */
export function submittingChats(client: ChatServerClient, submissions: Pick<Submissions, 'submit'>): ChatServerClient {
  return {
    ...client,
    async create(server, parameters) {
      const answer = await client.create(server, parameters);
      const { tenant, service, subject, emailAddress, userData } = chatSchema.parse(parameters);
      const { chatId: interactionId = '', statusCode } = answer.reply;
      if (statusCode === 0 && interactionId !== '') {
        const attributes = { ...userData, ...(emailAddress !== '' && { emailAddress }) };
        submissions.submit({ interactionId, media: 'chat', tenant, service, subject, attributes });
      }
      return answer;
    },
  };
}

/** The same client; what is stored through it is submitted as an interaction once it is stored. */
export function submittingEmails(
  client: EmailServerClient,
  submissions: Pick<Submissions, 'submit'>,
): EmailServerClient {
  return {
    ...client,
    async submit(server, email) {
      const answer = await client.submit(server, email);
      const { tenant, service, subject, fromAddress, userData, text: written } = email;
      // Strategies have it classified.
      const attributes = { ...userData, emailAddress: fromAddress, text: written.slice(0, longestAttribute) };
      submissions.submit({ interactionId: answer.interactionId, media: 'email', tenant, service, subject, attributes });
      return answer;
    },
  };
}
