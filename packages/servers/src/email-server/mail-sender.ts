import { createTransport } from 'nodemailer';
import type { DueMail } from './outbox.js';

export interface MailSender {
  readonly send: (mail: DueMail) => Promise<void>;
  readonly close: () => void;
}

export interface MailSenderOptions {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly from: string;
}

const limitMs = 5_000;

/** Sends plain text over SMTP. */
export function mailSender({ host, port, secure, from }: MailSenderOptions): MailSender {
  const limits = { connectionTimeout: limitMs, greetingTimeout: limitMs, socketTimeout: limitMs, dnsTimeout: limitMs };
  const transport = createTransport({ ...{ host, port, secure, pool: true, maxConnections: 2 }, ...limits });
  return {
    async send({ messageId, recipient, subject, body }) {
      const to = { name: '', address: recipient };
      await transport.sendMail({
        ...{ from, to, subject, messageId, text: body },
        disableFileAccess: true,
        disableUrlAccess: true,
      });
    },
    close: () => {
      transport.close();
    },
  };
}
