import type { NextFunction, Request, Response } from 'express';
import { RefusedError } from './refused-error.js';

/** Stands last: nobody took the request. */
export function unknownRoute({ method, originalUrl }: Request, _response: Response, next: NextFunction): void {
  const path = originalUrl.split('?', 1)[0] ?? '';
  next(
    new RefusedError(
      'UNKNOWN_ROUTE',
      `There is no ${method} ${path} here.`,
      'See the start page for what is here.',
      404,
    ),
  );
}
