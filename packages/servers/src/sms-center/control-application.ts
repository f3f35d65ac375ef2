import express from 'express';
import type { Express } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { z } from 'zod';
import { decode } from '../application-server/decode.js';
import { RequestError } from '../application-server/request-error.js';
import { jsonErrors } from '../application-server/service-application.js';
import { longestText } from '../smpp/split-text.js';
import type { MessageCenter } from './message-center.js';
import type { StoredMessage } from './stored-message.js';

const number = z.string().regex(/^[+\w .-]{1,20}$/, 'a telephone number, or a name of letters, is expected');
const messageSchema = z.object({
  from: number,
  to: number,
  text: z.string().max(longestText),
  via: z.string().max(64).optional(),
});
const mostAtOnce = 5_000;
const messagesSchema = z.object({ messages: z.array(messageSchema).min(1).max(mostAtOnce) });
const most = z.coerce.number().int().min(1).max(10_000).default(100);
const listSchema = z.object({ most, state: z.enum(['waiting', 'delivered']).optional() });
const longestBody = 4 * 1024 * 1024;

/** Telephones, played over HTTP: open to everybody who reaches the port, as JSON, which no web page of others' can send here. */
export function controlApplication(center: MessageCenter, log: Logger): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(helmet());
  app.use(express.json({ limit: longestBody }));
  app.post('/messages', (request, response) => {
    if (request.is('json') === false) throw new RequestError(415, 'UNSUPPORTED_CONTENT_TYPE', 'Send JSON.');
    const body = request.body as { messages?: unknown } | undefined;
    const messages =
      body?.messages === undefined ? [decode(messageSchema, body)] : decode(messagesSchema, body).messages;
    response.status(202).json({ messageIds: messages.flatMap((message) => center.send(message)) });
  });
  app.get('/messages', (request, response) => {
    const { most, state } = decode(listSchema, request.query);
    response.json({ messages: center.messages(most, state).map(shown) });
  });
  app.get('/messages/:messageId', (request, response) => {
    const message = center.message(request.params.messageId);
    if (message === undefined) throw new RequestError(404, 'UNKNOWN_MESSAGE', 'There is no such message.');
    response.json(shown(message));
  });
  app.get('/sent', (request, response) => {
    response.json({ messages: center.submitted(decode(listSchema, request.query).most) });
  });
  app.get('/counts', (_request, response) => {
    response.json(center.counts());
  });
  app.use((request) => {
    throw new RequestError(404, 'UNKNOWN_ROUTE', `There is nothing at ${request.method} ${request.path}.`);
  });
  app.use(jsonErrors(log));
  return app;
}

/** What there is to see of a message; not how it is written on the wire. */
const shown = ({ messageId, from, to, state, deliveredTo, attempts, rejectedBy, via }: StoredMessage): object => ({
  ...{ messageId, from, to, state, deliveredTo, attempts, rejectedBy, via },
});
