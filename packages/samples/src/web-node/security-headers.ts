import helmet from 'helmet';
import type { RequestHandler } from 'express';

/** Everything a page uses comes from here; nothing is inline, and nobody frames us. */
export function securityHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        baseUri: ["'none'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        imgSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
      },
    },
    // The demo speaks plain HTTP; where TLS ends in front of it, that is the place for HSTS.
    strictTransportSecurity: false,
  });
}
