import type { RequestHandler } from 'express';

/** Applies to what is sent, not to what is looked at. */
export const onPost =
  (handler: RequestHandler): RequestHandler =>
  (request, response, next) => {
    if (request.method === 'POST') void handler(request, response, next);
    else next();
  };
