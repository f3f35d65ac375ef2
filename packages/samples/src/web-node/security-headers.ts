import helmet from 'helmet';
import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import type { Scope } from './tenant-of-request.js';

/** Paths that pages of other sites may load, or show in a frame: the chat's widget and what it frames. */
const script = '/widget.js';
const frame = '/chat';

/**
 * Everything a page uses comes from here; nothing is inline. Nobody frames us, but that the chat may be framed by the origins that
 * option `allowed-origins` in section `web` lists, for its widget.
 */
export function securityHeaders({ configuration, application }: Scope): RequestHandler {
  const framedBy = ({ url = '' }: IncomingMessage): string => {
    const allowed = configuration.options(application, 'web')['allowed-origins'] ?? '';
    const origins = allowed.split(',').map((one) => one.trim());
    const isFrame = url === frame || url.startsWith(`${frame}?`);
    return isFrame ? `'self' ${origins.filter(isOrigin).join(' ')}`.trim() : "'none'";
  };
  const headers = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        baseUri: ["'none'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: [framedBy],
        frameSrc: ["'self'"],
        imgSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
      },
    },
    // Our own pages say where they are, so that what they send is known to be theirs.
    referrerPolicy: { policy: 'same-origin' },
    // frame-ancestors says it better.
    xFrameOptions: false,
    // The demo speaks plain HTTP; where TLS ends in front of it, that is the place for HSTS.
    strictTransportSecurity: false,
  });
  return (request, response, next) => {
    headers(request, response, (error) => {
      if (request.path === script) response.set('cross-origin-resource-policy', 'cross-origin');
      next(error);
    });
  };
}

/** What stands in a header must not say anything else there. */
const isOrigin = (text: string): boolean => text === '*' || /^https?:\/\/[\w.:[\]-]+$/.test(text);
