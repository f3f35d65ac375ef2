import { systemClock } from '@eservices-lb/sdk';
import type { RequestHandler } from 'express';
import { RefusedError } from './refused-error.js';

/** Who sends a byte now and then holds nothing for long: a body that is not read within `limitMs` is refused, and its connection ends. */
export function bodyInTime(limitMs: number, read: RequestHandler): RequestHandler {
  return (request, response, next) => {
    let isOver = false;
    const finish = (error?: unknown): void => {
      if (isOver) return;
      isOver = true;
      cancel();
      next(error);
    };
    const cancel = systemClock.after(limitMs, () => {
      response.set('connection', 'close');
      const message = `The body of the request was not complete after ${limitMs / 1_000} s.`;
      finish(new RefusedError('REQUEST_TIMEOUT', message, 'Send the request again, faster.', 408));
    });
    void read(request, response, finish);
  };
}
