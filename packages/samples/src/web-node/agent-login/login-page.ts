import { Router, urlencoded } from 'express';
import { z } from 'zod';
import type { AgentAccounts } from './agent-accounts.js';
import type { AgentSession } from './agent-session.js';
import { failedLogins, failedLoginsAt } from './failed-logins.js';

export interface LoginPageOptions {
  readonly accounts: AgentAccounts;
  readonly session: AgentSession;
}

const credentialsSchema = z.object({
  username: z.string().max(255).catch(''),
  password: z.string().max(1_000).catch(''),
  to: z.string().optional().catch(undefined),
});

/** `/agent/login`, `POST /agent/session` and `POST /agent/logout`: plain forms, which work without JavaScript. */
export function loginPage({ accounts, session }: LoginPageOptions): Router {
  const router = Router();
  router.get('/login', (request, response) => {
    response.render('login', { title: 'login.title', to: pathWithin(request.query.to), isWrong: false, username: '' });
  });

  const form = urlencoded({ extended: false, limit: '8kb' });
  const failures = failedLoginsAt(({ body }) => credentialsSchema.parse(body ?? {}).username);
  router.post('/session', failedLogins(), form, failures, async (request, response) => {
    const { username, password, to } = credentialsSchema.parse(request.body ?? {});
    const agent = await accounts.prove(username, password);
    if (agent === undefined) {
      response.status(401).render('login', { title: 'login.title', to: pathWithin(to), isWrong: true, username });
      return;
    }
    session.begin(request, agent);
    response.redirect(303, pathWithin(to));
  });

  const logOut = (request: Parameters<AgentSession['end']>[0]): void => session.end(request);
  router.post('/logout', (request, response) => {
    logOut(request);
    response.redirect(303, '/agent/login');
  });
  router.delete('/session', (request, response) => {
    logOut(request);
    response.status(204).end();
  });
  return router;
}

/** Where to go after the login: a path of this site, whatever a link says. */
function pathWithin(to: unknown): string {
  return typeof to === 'string' && /^\/(?:agent|mailbox)(?:[/?]|$)/.test(to) ? to : '/agent';
}
