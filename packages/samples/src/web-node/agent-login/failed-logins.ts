import { createHash } from 'node:crypto';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import type { Request, RequestHandler } from 'express';
import { RefusedError } from '../refused-error.js';

const windowMs = 60_000;
const mostFailures = 10;
const mostFailuresOfAccount = 60;
const ipv6Subnet = 56;

/** Ten failed logins a minute of one client address, at whatever asks for a password; those that succeed are not counted. */
export const failedLogins = (): RequestHandler => limit(mostFailures, ({ ip = '' }) => ipKeyGenerator(ip, ipv6Subnet));

/**
 * Sixty failed logins a minute at one account, from wherever they come: who has many addresses, or makes them up, guesses no faster. Whoever is
 * logged in already notices nothing of it.
 */
export const failedLoginsAt = (accountOf: (request: Request) => string): RequestHandler =>
  limit(mostFailuresOfAccount, (request) => createHash('sha256').update(accountOf(request)).digest('base64url'));

const limit = (mostAMinute: number, keyGenerator: (request: Request) => string): RequestHandler =>
  rateLimit({
    ...{ windowMs, limit: mostAMinute, standardHeaders: false, legacyHeaders: false, skipSuccessfulRequests: true },
    keyGenerator,
    handler: (_request, _response, next) => {
      next(new RefusedError('TOO_MANY_REQUESTS', 'Too many failed logins.', 'Wait a minute, then try again.', 429));
    },
  });
