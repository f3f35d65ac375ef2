import type { Request, RequestHandler, Response } from 'express';
import { Problem } from '../api/problem.js';
import type { AccessTokens } from './access-tokens.js';
import { setActor } from './actor.js';
import type { ConsoleSession, ConsoleSessions } from './console-sessions.js';
import { isFromConsole } from './console-sessions.js';
import type { FailureLimit } from './failure-limit.js';
import { clearSessionCookie, sessionCookie } from './session-cookie.js';

export interface AuthenticationTools {
  readonly tokens: AccessTokens;
  readonly sessions: ConsoleSessions;
  readonly failures: FailureLimit;
}

/** Lets nothing through that carries neither a good bearer token nor the cookie of a console session; says who it is in `response.locals.actor`. */
export function authenticate(tools: AuthenticationTools): RequestHandler {
  return (request, response, next) => {
    const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const identity = token === undefined ? undefined : tools.tokens.identify(token);
    const session = token === undefined ? liveSession(request, tools) : undefined;
    const actor = identity ?? session?.identity;
    if (actor === undefined) {
      refuse(request, response, tools.failures, next);
      return;
    }
    setActor(response, actor);
    if (session !== undefined) follow(session, request, response);
    next();
  };
}

/** The session of the request's cookie, if its token is still good. */
export function liveSession(
  request: Request,
  { sessions, tokens }: Pick<AuthenticationTools, 'sessions' | 'tokens'>,
): ConsoleSession | undefined {
  const id = sessionCookie(request);
  const session = id === undefined ? undefined : sessions.find(id);
  if (id === undefined || session === undefined || tokens.isGood(session.identity)) return session;
  sessions.end(id);
  return undefined;
}

/** @throws Problem (403) */
export function refuseForeign(session: ConsoleSession, request: Request): void {
  if (isFromConsole(session, request.get('x-csrf-token'))) return;
  throw new Problem(403, 'CSRF_TOKEN_WRONG', 'Send the header "x-csrf-token" with what GET /console/session answers.');
}

/** Answers 401, or 429 where it happens too often. */
export function refuse(
  request: Request,
  response: Response,
  failures: FailureLimit,
  next: (error: unknown) => void,
): void {
  const hasToken = request.headers.authorization !== undefined || request.body !== undefined;
  if (sessionCookie(request) !== undefined) clearSessionCookie(request, response);
  response.set('WWW-Authenticate', 'Bearer realm="eservices-lb"');
  const message = hasToken
    ? 'The bearer token is wrong.'
    : 'Send the header "Authorization: Bearer <token>", or log in at the console.';
  void failures.count(request, response, (error: unknown) => {
    next(error ?? new Problem(401, 'UNAUTHENTICATED', message));
  });
}

/** What is still being answered when the session ends, an event stream for instance, ends with it. */
function follow(session: ConsoleSession, request: Request, response: Response): void {
  if (!['GET', 'HEAD'].includes(request.method)) refuseForeign(session, request);
  response.once(
    'close',
    session.onEnd(() => response.destroy()),
  );
}
