import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { LoadBalancer } from '@eservices-lb/sdk';
import type { Logger } from 'pino';
import { answeredHeaders, forwardedHeaders } from './headers.js';
import { refusalOf, sendRefusal, severalHosts, unreadable } from './refusal.js';
import { bodyOf } from './request-body.js';
import { pathOf } from './request-path.js';

export interface FrontDoorOptions {
  readonly loadBalancer: LoadBalancer;
  /** The name of the front door's own application. */
  readonly application: string;
  readonly log: Pick<Logger, 'warn'>;
  /** How long a web node may be silent, ms. @defaultValue 10000 */
  readonly limitMs?: number;
}

/**
 * What the browser speaks to first: hands each request to a web node that the load balancer selects. No web node keeps anything between
 * requests, so any will do. Where nothing of a request was sent, or where it may be repeated (GET and its like, before an answer has begun),
 * it goes to another web node; what a web node may have done already is never asked for twice.
 */
export function createFrontDoor({
  loadBalancer,
  application,
  log,
  limitMs = 10_000,
}: FrontDoorOptions): RequestListener {
  async function handOn(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const gone = new AbortController();
    response.once('close', () => {
      if (!response.writableFinished) gone.abort();
    });
    const body = await bodyOf(request);
    const [tenant = ''] = loadBalancer.configuration.application(application)?.tenants ?? [];
    const answer = await loadBalancer.dispatcher({ tenant, type: 'WebAPIServer' }).request({
      origin: 'http://web-node',
      path,
      // Any method will do; the types know only the usual ones.
      method: request.method as 'GET',
      headers: forwardedHeaders(request, body instanceof Readable),
      body: body ?? null,
      signal: gone.signal,
      headersTimeout: limitMs,
      bodyTimeout: limitMs,
    });
    answer.body.once('error', (error) => {
      if (!gone.signal.aborted) log.warn({ error: String(error), url: path.split('?')[0] }, 'an answer broke off');
    });
    response.writeHead(answer.statusCode, answeredHeaders(answer.headers));
    await pipeline(answer.body, response);
  }

  return (request, response) => {
    const path = pathOf(request.url);
    if (path === undefined) {
      sendRefusal(request, response, unreadable);
      return;
    }
    if ((request.headersDistinct.host?.length ?? 0) > 1) {
      sendRefusal(request, response, severalHosts);
      return;
    }
    handOn(request, response, path).catch((error: unknown) => {
      if (response.destroyed || response.headersSent) {
        response.destroy();
        return;
      }
      log.warn({ error: String(error), url: path.split('?')[0] }, 'a request could not be handed on');
      sendRefusal(request, response, refusalOf(error));
    });
  };
}
