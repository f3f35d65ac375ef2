import type { Request, RequestHandler } from 'express';
import { RefusedError } from '../refused-error.js';

const reading: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** No page of another site, nor of another port of this machine, logs an agent in or out, or does anything in an agent's name. */
export const onlyFromOwnPages: RequestHandler = (request, _response, next) => {
  if (reading.has(request.method) || isFromOwnPage(request)) {
    next();
    return;
  }
  const message = 'The request was sent by a page of another site.';
  const remedy = 'Use the pages of this site; a proxy in front of it has to keep the header Host.';
  next(new RefusedError('FOREIGN_ORIGIN', message, remedy, 403));
};

/** Browsers say where a page comes from, and no script can make them say something else; programs say nothing. */
function isFromOwnPage(request: Pick<Request, 'get'>): boolean {
  const site = request.get('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = request.get('origin');
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === request.get('host'));
}
