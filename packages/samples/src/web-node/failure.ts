import type { ErrorRequestHandler, Request } from 'express';
import type { Logger } from 'pino';
import { refusalOf } from './refusal-of.js';

/** Answers what nobody else did: the Chat and E-mail API in their own form, other programs in JSON, a person with a page. */
export function failure(log: Pick<Logger, 'error'>): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const refusal = refusalOf(error);
    const { code, message, advice, status, entry } = refusal;
    if (code === 'INTERNAL_ERROR') log.error(error, 'a request failed in a way nobody foresaw');
    if (response.headersSent) {
      next(error);
      return;
    }
    response.status(status);
    if (request.originalUrl.startsWith('/genesys/')) response.json({ statusCode: 2, errors: [entry] });
    else if (isFromBrowser(request))
      response.render('error', { title: status === 404 ? 'error.notFound' : message, message, advice, status });
    else response.json({ error: { code, message: `${message} ${advice}` } });
  };
}

/** Only a browser going to a page prefers HTML; scripts ask for JSON, and programs for anything. */
const isFromBrowser = (request: Request): boolean => request.accepts(['json', 'html']) === 'html';
