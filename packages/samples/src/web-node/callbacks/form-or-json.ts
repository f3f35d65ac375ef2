import { json } from 'express';
import type { RequestHandler } from 'express';
import { formBody } from '../form-body.js';

/** Reads a form or JSON into `request.body`, and refuses every other body. */
export function formOrJson(): readonly RequestHandler[] {
  const readJson = json({ limit: '64kb' });
  const unlessJson =
    (handler: RequestHandler): RequestHandler =>
    (request, response, next) => {
      if (request.is('json') === false || request.is('json') === null) handler(request, response, next);
      else next();
    };
  return [readJson, ...formBody().map(unlessJson)];
}
