import type { RequestHandler } from 'express';
import { MemoryStore, rateLimit } from 'express-rate-limit';
import { Problem } from '../api/problem.js';

const windowMs = 60_000;

export interface FailureLimit {
  /** Counts a failure of the request's address; goes on with a Problem (429, with Retry-After) where it is one too many. */
  readonly count: RequestHandler;
  close(): void;
}

/**
 * At most so many failed authentications a minute and address. It is asked only after a failure, so a good token is never locked out by
 * somebody else's bad ones: all local processes share one address, and a flood of guesses must not keep the web nodes from their control
 * server. That gives nothing away, because no rate of guessing finds 32 random bytes; what the limit spares is the audit trail and the log.
 */
export function failureLimit(limit: number): FailureLimit {
  const store = new MemoryStore();
  const count = rateLimit({
    windowMs,
    limit,
    store,
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    validate: { xForwardedForHeader: false }, // nobody stands between; the address of the socket counts, whatever the header says
    handler: (_request, _response, next) => {
      next(
        new Problem(
          429,
          'TOO_MANY_FAILURES',
          `More than ${limit} failed authentications a minute; wait, then mend the token.`,
        ),
      );
    },
  });
  return { count, close: () => store.shutdown() };
}
