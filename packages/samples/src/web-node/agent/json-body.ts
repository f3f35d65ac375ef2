import { json } from 'express';
import type { RequestHandler } from 'express';
import { RefusedError } from '../refused-error.js';

/** Reads JSON into `request.body`, and refuses every other body. */
export function jsonBody(): readonly RequestHandler[] {
  return [
    json({ limit: '256kb' }),
    (request, _response, next) => {
      next(request.method === 'POST' && request.is('json') === false ? notJson() : undefined);
    },
  ];
}

const notJson = (): RefusedError =>
  new RefusedError('UNSUPPORTED_CONTENT_TYPE', 'The request is not JSON.', 'Send application/json.', 415);
