import type { RequestHandler } from 'express';
import { isSameSecret } from '../lca-server/application-secret.js';
import { Problem } from './problem.js';

/** Lets nothing through that does not carry the bearer token. */
export function authenticate(token: string): RequestHandler {
  return (request, response, next) => {
    const given = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (given !== undefined && isSameSecret(given, token)) {
      next();
      return;
    }
    response.set('WWW-Authenticate', 'Bearer realm="eservices-lb"');
    const message =
      given === undefined ? 'Send the header "Authorization: Bearer <token>".' : 'The bearer token is wrong.';
    throw new Problem(401, 'UNAUTHENTICATED', message);
  };
}
