import { Router } from 'express';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { readJson, validBody } from '../api/json-body.js';
import { Problem } from '../api/problem.js';
import { setActor } from './actor.js';
import { liveSession, refuse, refuseForeign } from './authenticate.js';
import type { AuthenticationTools } from './authenticate.js';
import type { ConsoleSession } from './console-sessions.js';
import { roleSchema } from './role.js';
import { clearSessionCookie, sessionCookie, setSessionCookie } from './session-cookie.js';

export const loginSchema = z.strictObject({ token: z.string().min(1).max(1024) });
export const sessionSchema = z.object({ name: z.string(), role: roleSchema, csrf: z.string() });

const longestLogin = 4 * 1024;

const noStore: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store');
  next();
};

/** Logging in at the console, and out. The page gets what a cookie alone does not prove: that a request comes from it. */
export function sessionRoutes(tools: AuthenticationTools): Router {
  const { tokens, sessions } = tools;
  const router = Router();
  router.use(noStore);
  router.get('/', (request, response) => {
    const session = liveSession(request, tools);
    if (session !== undefined) {
      response.json(viewOf(session));
      return;
    }
    if (sessionCookie(request) !== undefined) clearSessionCookie(request, response);
    throw new Problem(401, 'NOT_LOGGED_IN', 'Nobody is logged in; POST the token here.');
  });
  // JSON only: no form of another site can send it, so nobody is logged in against his will.
  router.post('/', ...readJson(() => longestLogin), (request, response, next) => {
    const identity = tokens.identify(validBody(loginSchema, request.body).token);
    if (identity === undefined) {
      refuse(request, response, tools.failures, next);
      return;
    }
    sessions.end(sessionCookie(request) ?? '');
    const { id, session } = sessions.begin(identity);
    setActor(response, identity);
    setSessionCookie(request, response, id);
    response.json(viewOf(session));
  });
  router.delete('/', (request, response) => {
    const session = liveSession(request, tools);
    if (session !== undefined) {
      setActor(response, session.identity);
      refuseForeign(session, request);
      sessions.end(sessionCookie(request) ?? '');
    }
    clearSessionCookie(request, response);
    response.status(204).end();
  });
  return router;
}

const viewOf = ({ identity: { name, role }, csrf }: ConsoleSession): z.infer<typeof sessionSchema> => ({
  name,
  role,
  csrf,
});
