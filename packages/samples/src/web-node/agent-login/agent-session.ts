import cookieSession from 'cookie-session';
import type { Clock } from '@eservices-lb/sdk';
import type { Request, RequestHandler } from 'express';
import { z } from 'zod';
import { RefusedError } from '../refused-error.js';
import { servedTenant } from '../tenant-of-request.js';
import type { Scope } from '../tenant-of-request.js';
import { tenantParameter } from '../tenant-parameter.js';
import type { Agent, AgentAccounts } from './agent-accounts.js';

const hoursMs = 3_600_000;
/** A session ends so long after the login. */
const longestMs = 8 * hoursMs;

const sessionSchema = z.object({ username: z.string(), untilMs: z.number() });

export interface AgentSessionOptions {
  readonly scope: Scope;
  readonly accounts: AgentAccounts;
  /** The first signs, all are believed. */
  readonly keys: string[];
  readonly clock: Pick<Clock, 'wallClock'>;
}

/**
 * Who is logged in, in a signed cookie and nowhere else, so that every web node knows. Scripts cannot read it, and no other site can make a
 * browser send it. Option `secure-cookies` = true of section `web` keeps it to HTTPS.
 */
export class AgentSession {
  readonly #options: AgentSessionOptions;

  constructor(options: AgentSessionOptions) {
    this.#options = options;
  }

  /** Reads the cookie. Stands before everything that asks who is there. */
  read(): RequestHandler {
    const { scope, keys } = this.#options;
    const isSecure = scope.configuration.options(scope.application, 'web')['secure-cookies'] === 'true';
    const readCookie = cookieSession({
      ...{ name: 'agent', keys, maxAge: longestMs, httpOnly: true, sameSite: 'strict', secure: isSecure },
    });
    return (request, response, next) => {
      // Who asks for secure cookies has TLS end in front of us; without it, browsers would not keep them.
      if (isSecure) Object.defineProperty(request, 'protocol', { value: 'https' });
      readCookie(request, response, next);
    };
  }

  begin(request: Request, { username }: Agent): void {
    request.session = { username, untilMs: this.#options.clock.wallClock() + longestMs };
  }

  end(request: Request): void {
    request.session = null;
  }

  agentOf(request: Request): Agent | undefined {
    const session = sessionSchema.safeParse(request.session).data;
    const { accounts, clock } = this.#options;
    return session !== undefined && clock.wallClock() < session.untilMs ? accounts.find(session.username) : undefined;
  }

  /** Lets agents pass; programs hear 401, people get to the login. */
  require(): RequestHandler {
    return (request, response, next) => {
      if (this.agentOf(request) !== undefined) {
        response.set('cache-control', 'no-store');
        next();
      } else if (request.method === 'GET' && request.accepts(['json', 'html']) === 'html') {
        response.redirect(303, `/agent/login?${new URLSearchParams({ to: request.originalUrl }).toString()}`);
      } else {
        next(new RefusedError('LOGIN_REQUIRED', 'Nobody is logged in.', 'Log in at /agent/login.', 401));
      }
    };
  }

  /**
   * The tenant that an agent's request is for.
   * @throws RefusedError 403 where it is not one of the agent's; and as servedTenant
   */
  tenantOf(request: Request): string {
    const tenant = servedTenant(this.#options.scope, tenantParameter(request));
    if (this.agentOf(request)?.tenants.includes(tenant) === true) return tenant;
    const advice = 'Log in as an agent of that tenant.';
    throw new RefusedError('TENANT_NOT_YOURS', `You are no agent of tenant "${tenant}".`, advice, 403);
  }
}
