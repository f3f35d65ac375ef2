import type { RequestHandler } from 'express';
import { RefusedError } from '../refused-error.js';

/** Bounds the memory that files take on their way: no more than so many requests at once, and the others are told to come back. */
export function atMostAtOnce(most: number): RequestHandler {
  let count = 0;
  return (_request, response, next) => {
    if (count >= most) {
      response.set('retry-after', '1');
      const message = `${most} files are on their way already.`;
      next(new RefusedError('TOO_MANY_REQUESTS', message, 'Send the file again in a moment.', 429));
      return;
    }
    count += 1;
    response.on('close', () => (count -= 1));
    next();
  };
}
