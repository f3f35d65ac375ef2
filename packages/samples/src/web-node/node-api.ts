import { createHash, timingSafeEqual } from 'node:crypto';
import { Router } from 'express';
import type { Request } from 'express';
import { failedLogins, failedLoginsAt } from './agent-login/failed-logins.js';
import { RefusedError } from './refused-error.js';

export interface NodeApiOptions {
  readonly isOnline: () => boolean;
  /** Suspends this web node, or lets it go on. */
  readonly changeStatus: (isOnline: boolean) => void;
  /** Of the user `admin`. Without it, nobody changes anything. */
  readonly password: string | undefined;
}

/**
 * Node API Version 1: whether this web node takes requests, and, for the user `admin`, whether it shall. OFFLINE makes the node Suspended in
 * Solution Control Server, so that who balances web nodes sends nothing new here; what comes all the same is served.
 */
export function nodeApi({ isOnline, changeStatus, password }: NodeApiOptions): Router {
  const router = Router();
  const status = (): string => (isOnline() ? 'ONLINE' : 'OFFLINE');
  router.get('/admin/node/status', (_request, response) => {
    response.type('text').send(status());
  });
  router.post(
    '/admin/node/changestatus/:status',
    failedLogins(),
    failedLoginsAt(() => 'admin'),
    (request: Request<{ status: string }>, response, next) => {
      const { status: wanted } = request.params;
      if (!isAdministrator(request, password)) {
        response.set('www-authenticate', 'Basic realm="node", charset="UTF-8"');
        const advice =
          'Send the user "admin" with the password that npm start shows for agents, as HTTP Basic authentication.';
        next(new RefusedError('LOGIN_REQUIRED', 'Only an administrator changes the status of a node.', advice, 401));
        return;
      }
      if (wanted !== 'ONLINE' && wanted !== 'OFFLINE') {
        next(new RefusedError('MALFORMED_REQUEST', `There is no status "${wanted}".`, 'Send ONLINE or OFFLINE.'));
        return;
      }
      changeStatus(wanted === 'ONLINE');
      response.type('text').send(status());
    },
  );
  return router;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Compares in constant time. */
function isAdministrator(request: Pick<Request, 'get'>, password: string | undefined): boolean {
  const expected = `Basic ${Buffer.from(`admin:${password ?? ''}`).toString('base64')}`;
  const isRight = timingSafeEqual(digest(request.get('authorization') ?? ''), digest(expected));
  return isRight && password !== undefined && password !== '';
}
