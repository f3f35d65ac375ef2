import { createHash, timingSafeEqual } from 'node:crypto';
import express from 'express';
import type { ErrorRequestHandler, Express, RequestHandler, Router } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { z } from 'zod';
import { storableJson } from '../database/storable-json.js';
import { RequestError } from './request-error.js';

export interface ServiceApplicationOptions {
  /** Every request must carry it as bearer token. */
  readonly serviceSecret: string;
  /** While it is the backup of a primary, it serves nobody (BK-4). */
  readonly isBackup: () => boolean;
  /** The most bytes of JSON that a request may have, where it is not the usual. */
  readonly longestBody?: number;
  readonly log: Logger;
  /** Some of its paths take `application/octet-stream`, which they read themselves. */
  readonly takesBytes?: boolean;
}

const usuallyLongest = 256 * 1024;

/** An Express application that only the web tier may speak to, in JSON, with bounded bodies and JSON errors. */
export function serviceApplication(
  router: Router,
  { serviceSecret, isBackup, longestBody = usuallyLongest, log, takesBytes = false }: ServiceApplicationOptions,
): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(helmet());
  app.use(onlyWith(serviceSecret));
  app.use(onlyAsPrimary(isBackup));
  app.use(express.json({ limit: longestBody, verify: lookForUnstorable }));
  app.use(onlyStorable);
  const taken = takesBytes ? ['json', 'application/octet-stream'] : ['json'];
  app.use((request, _response, next) => {
    const isOther =
      request.method === 'POST' && request.headers['content-length'] !== '0' && request.is(taken) === false;
    if (isOther) throw new RequestError(415, 'UNSUPPORTED_CONTENT_TYPE', 'Send the body as application/json.');
    next();
  });
  app.use(router);
  app.use((request) => {
    throw new RequestError(404, 'UNKNOWN_ROUTE', `There is nothing at ${request.method} ${request.path}.`);
  });
  app.use(jsonErrors(log));
  return app;
}

const unstorable = /\\u(?:0000|d[89a-f])/i;
const hasUnstorable = new WeakSet<object>();

function lookForUnstorable(request: object, _response: unknown, bytes: Buffer): void {
  if (bytes.includes('\\u') && unstorable.test(bytes.toString('latin1'))) hasUnstorable.add(request);
}

/** What no database takes, nobody needs to hear: it becomes the replacement character. */
const onlyStorable: RequestHandler = (request, _response, next) => {
  if (hasUnstorable.has(request)) request.body = JSON.parse(storableJson(request.body)) as unknown;
  next();
};

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Compares in constant time. */
export function onlyWith(
  secret: string,
  message = 'Send the service secret of the estate as bearer token.',
): RequestHandler {
  const expected = digest(`Bearer ${secret}`);
  return (request, _response, next) => {
    if (!timingSafeEqual(digest(request.headers.authorization ?? ''), expected)) {
      throw new RequestError(401, 'UNAUTHORIZED', message);
    }
    next();
  };
}

const onlyAsPrimary =
  (isBackup: () => boolean): RequestHandler =>
  (_request, _response, next) => {
    if (isBackup()) {
      const message =
        'This server is the backup of a warm standby pair: ask its primary, which the control server names.';
      throw new RequestError(503, 'NOT_PRIMARY', message);
    }
    next();
  };

/** The errors of Express's body parser carry a status and a type. */
const parserErrorSchema = z.object({ status: z.int().min(400).max(499), type: z.string() });

export function jsonErrors(log: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const { status, code, message, field } = asRequestError(error);
    if (status === 500) log.error(error, 'a request failed');
    response.status(status).json({ error: { code, message, ...(field !== undefined && { field }) } });
  };
}

function asRequestError(error: unknown): RequestError {
  if (error instanceof RequestError) return error;
  if (error instanceof URIError) return new RequestError(400, 'MALFORMED_REQUEST', 'The path is wrongly encoded.');
  const parser = parserErrorSchema.safeParse(error).data;
  if (parser === undefined) return new RequestError(500, 'INTERNAL_ERROR', 'The server failed; its log says why.');
  if (parser.status === 413)
    return new RequestError(413, 'PAYLOAD_TOO_LARGE', 'The body is longer than this server takes.');
  return new RequestError(
    parser.status,
    'MALFORMED_REQUEST',
    `The body cannot be read (${parser.type}): send valid JSON.`,
  );
}
