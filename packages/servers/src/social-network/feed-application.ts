import express from 'express';
import type { Express } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { z } from 'zod';
import { decode } from '../application-server/decode.js';
import { RequestError } from '../application-server/request-error.js';
import { jsonErrors } from '../application-server/service-application.js';
import type { Feeds } from './feeds.js';

const postSchema = z.object({
  author: z.string().min(1).max(255),
  text: z.string().min(1).max(40_000),
  inReplyTo: z.string().max(128).optional(),
  requestId: z.string().max(128).optional(),
});
const pageSchema = z.object({
  after: z.string().min(1).max(128).optional(),
  most: z.coerce.number().int().min(1).max(200).default(100),
});
const feedSchema = z.string().max(255);

/** `GET` and `POST /feeds/{feed}/posts`, open to everybody who reaches the port. */
export function feedApplication(feeds: Feeds, log: Logger): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(helmet());
  app.use(express.json({ limit: '256kb' }));
  app.get('/feeds/:feed/posts', (request, response) => {
    const { after, most } = decode(pageSchema, request.query);
    response.json(feeds.page(decode(feedSchema, request.params.feed), after, most));
  });
  app.post('/feeds/:feed/posts', (request, response) => {
    if (request.is('json') === false) throw new RequestError(415, 'UNSUPPORTED_CONTENT_TYPE', 'Send JSON.');
    const post = decode(postSchema, request.body);
    response.status(201).json(feeds.add(decode(feedSchema, request.params.feed), post));
  });
  app.use((request) => {
    throw new RequestError(404, 'UNKNOWN_ROUTE', `There is nothing at ${request.method} ${request.path}.`);
  });
  app.use(jsonErrors(log));
  return app;
}
