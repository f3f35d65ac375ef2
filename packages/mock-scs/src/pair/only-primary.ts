import type { RequestHandler } from 'express';
import { Problem } from '../api/problem.js';
import { NotPrimaryError } from './not-primary-error.js';

/** Sends everybody to the other control server while this one does not serve. */
export function onlyPrimary(isServing: () => boolean): RequestHandler {
  return (_request, response, next) => {
    if (isServing()) {
      next();
      return;
    }
    response.set('Retry-After', '1');
    throw new Problem(503, 'NOT_PRIMARY', new NotPrimaryError().message);
  };
}
