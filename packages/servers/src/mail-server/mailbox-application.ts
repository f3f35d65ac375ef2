import express from 'express';
import type { Express } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { z } from 'zod';
import { decode } from '../application-server/decode.js';
import { RequestError } from '../application-server/request-error.js';
import { jsonErrors } from '../application-server/service-application.js';
import type { Mailbox } from './mailbox.js';

const querySchema = z.object({ to: z.string().max(320).optional() });

/** The mailbox over HTTP: `GET /messages?to=ADDRESS`, open to everybody who reaches the port. */
export function mailboxApplication(mailbox: Mailbox, log: Logger): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(helmet());
  app.get('/messages', (request, response) => {
    response.json({ messages: mailbox.mailsTo(decode(querySchema, request.query).to) });
  });
  app.get('/', (_request, response) => {
    response.type('text/plain').send(asText(mailbox));
  });
  app.use((request) => {
    throw new RequestError(404, 'UNKNOWN_ROUTE', `There is nothing at ${request.method} ${request.path}.`);
  });
  app.use(jsonErrors(log));
  return app;
}

/** Plain text, so that nothing in a mail can become markup. */
function asText(mailbox: Mailbox): string {
  const mails = mailbox
    .mailsTo(undefined)
    .map(({ from, to, subject, text, receivedUtc }) =>
      [`${new Date(receivedUtc).toISOString()}  ${from} → ${to.join(', ')}`, subject, '', text].join('\n'),
    );
  return `The mailbox of the demo, newest first\n\n${mails.join('\n\n————————————\n\n') || 'No mail has come yet.'}\n`;
}
