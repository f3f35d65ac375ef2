import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Service } from '../core/model/service.js';

/**
 * What the middleware needs of a request: Express 4 and 5 have it, and so has Node's own, after whose parsing only `body` is missing.
 * No framework is named here, so none has to be installed.
 */
export interface FrameworkRequest extends IncomingMessage {
  /** What a body parser made of the body; nothing is read where none ran. */
  readonly body?: unknown;
  /** Where a framework does not give it, the query is taken from `url`. */
  readonly query?: unknown;
  /** The parameters of the route. */
  readonly params?: unknown;
}

/** What the middleware needs of a response. `locals` is made where the framework has none. */
export type FrameworkResponse = ServerResponse & { locals?: Record<string, unknown> };

export type Next = (error?: unknown) => void;

/** A middleware of Express, and of what is built like it. */
export type Middleware = (request: FrameworkRequest, response: FrameworkResponse, next: Next) => void;

declare global {
  // The names are those of @types/express, which merges what it finds here.
  // eslint-disable-next-line @typescript-eslint/no-namespace -- only a namespace merges with a namespace
  namespace Express {
    interface Request {
      /** Whose request it is; there after `requireTenant` of `@eservices-lb/sdk/express`. */
      tenant?: string;
    }
    /** What `requireTenant` and `requireService` leave for the handlers after them, and for views. */
    interface Locals {
      tenant?: string;
      service?: Service;
    }
  }
}

export function localsOf(response: FrameworkResponse): Record<string, unknown> {
  return (response.locals ??= {});
}
