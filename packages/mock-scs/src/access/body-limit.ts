import type { Clock } from '@eservices-lb/sdk';
import type { Request, RequestHandler, Response } from 'express';
import { Problem } from '../api/problem.js';

const usualLimit = 256 * 1024;
const configurationLimit = 16 * 1024 * 1024;
const lingerMs = 1000;

/** The most bytes that the body of a request to this path may have; only a whole configuration, to be judged, may be large. */
export const bodyLimit = (path: string): number => (path === '/api/v1/validate' ? configurationLimit : usualLimit);

export const bodyTooLarge = (limit: number): Problem => {
  const size = limit >= 1024 * 1024 ? `${limit / (1024 * 1024)} MB` : `${limit / 1024} kB`;
  return new Problem(413, 'BODY_TOO_LARGE', `The body is larger than ${size}.`);
};

/** Refuses a body that says itself that it is too large, before any of it is read and before anything else is looked at. */
export const refuseLargeBodies: RequestHandler = (request, _response, next) => {
  const limit = bodyLimit(request.path);
  const length = Number(request.headers['content-length'] ?? 0);
  if (length > limit) throw bodyTooLarge(limit);
  next();
};

/**
 * Answers a request whose body is not wanted, and closes the connection without reading on. The whole answer goes out first and the
 * connection is kept for up to a second, for a connection closed under a client that still sends loses the answer on its way.
 */
export function answerUnread(
  request: Request,
  response: Response,
  { body, clock }: { readonly body: object; readonly clock: Clock },
): void {
  const text = Buffer.from(JSON.stringify(body));
  response.set({
    Connection: 'close',
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': String(text.length),
  });
  request.unpipe();
  request.pause();
  response.write(text);
  const cancel = clock.after(lingerMs, () => request.socket.destroy());
  response.once('close', cancel);
}
