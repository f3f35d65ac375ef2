import cors from 'cors';
import type { RequestHandler } from 'express';
import type { Scope } from './tenant-of-request.js';

const preflightAgeSeconds = 600;
/** Scripts of other origins see these headers of an answer, beside the usual ones. */
const exposedHeaders = ['content-disposition', 'retry-after'];

/**
 * Lets pages of other origins use the APIs: those that option `allowed-origins` in section `web` lists, separated by commas; `*` for all.
 * Clients send a header `apikey`, so browsers ask beforehand for every path; any header they ask for is allowed, as no cookie is used.
 */
export function crossOrigin({ configuration, application }: Scope): RequestHandler {
  return cors((_request, callback) => {
    const allowed = configuration.options(application, 'web')['allowed-origins'] ?? '';
    const origin = allowed.trim() === '*' ? '*' : allowed.split(',').map((one) => one.trim());
    callback(null, { origin, methods: ['GET', 'POST'], exposedHeaders, maxAge: preflightAgeSeconds });
  });
}
