import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import type { RequestHandler } from 'express';
import { RefusedError } from '../refused-error.js';

const windowMs = 60_000;
const mostFailures = 10;
const ipv6Subnet = 56;

/** Ten failed logins a minute of one client address, at whatever asks for a password; those that succeed are not counted. */
export const failedLogins = (): RequestHandler =>
  rateLimit({
    ...{ windowMs, limit: mostFailures, standardHeaders: false, legacyHeaders: false, skipSuccessfulRequests: true },
    keyGenerator: ({ ip = '' }) => ipKeyGenerator(ip, ipv6Subnet),
    handler: (_request, _response, next) => {
      next(new RefusedError('TOO_MANY_REQUESTS', 'Too many failed logins.', 'Wait a minute, then try again.', 429));
    },
  });
