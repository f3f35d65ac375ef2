import { createTransport } from 'nodemailer';
import type { DueMail } from './outbox.js';
import type { SmtpServer } from './smtp-server.js';

export interface MailSender {
  /** Rejects with what nodemailer says; see `isRefusal`. */
  readonly send: (mail: DueMail) => Promise<void>;
  readonly close: () => void;
}

const limitMs = 5_000;
/** How long an SMTP server may take to answer: it may look at a mail before it takes it. */
const answerLimitMs = 120_000;

/** Sends plain text over SMTP. What is no reply of an agent says that no person wrote it (RFC 3834), so that no machine answers it. */
export function mailSender(server: SmtpServer, { from }: { readonly from: string }): MailSender {
  const limits = {
    connectionTimeout: limitMs,
    greetingTimeout: limitMs,
    socketTimeout: answerLimitMs,
    dnsTimeout: limitMs,
  };
  const transport = createTransport({ ...server, pool: true, maxConnections: 2, ...limits });
  return {
    async send({ kind, messageId, inReplyTo, recipient, subject, body }) {
      const to = { name: '', address: recipient };
      await transport.sendMail({
        ...{ from, to, subject, messageId, text: body },
        ...(kind !== 'reply' && { headers: { 'Auto-Submitted': 'auto-replied' } }),
        ...(inReplyTo !== null && { inReplyTo, references: inReplyTo }),
        disableFileAccess: true,
        disableUrlAccess: true,
      });
    },
    close: () => {
      transport.close();
    },
  };
}
