import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { LoadBalancerError } from '@eservices-lb/sdk';
import type { LoadBalancer } from '@eservices-lb/sdk';
import { createProxyMiddleware } from 'http-proxy-middleware';
import type { Logger } from 'pino';

export interface FrontDoorOptions {
  readonly loadBalancer: LoadBalancer;
  /** The name of the front door's own application. */
  readonly application: string;
  readonly log: Pick<Logger, 'warn'>;
}

const limitMs = 10_000;

/**
 * What the browser speaks to first: hands each request to a web node that the load balancer selects. No web node keeps anything between
 * requests, so any will do. A GET that a web node did not take goes to another one.
 */
export function createFrontDoor({ loadBalancer, application, log }: FrontDoorOptions): RequestListener {
  const refusedBy = new WeakMap<IncomingMessage, string[]>();

  const proxy = createProxyMiddleware({
    xfwd: true,
    timeout: limitMs,
    proxyTimeout: limitMs,
    router: (request) => {
      const [tenant = ''] = loadBalancer.configuration.application(application)?.tenants ?? [];
      const exclude = refusedBy.get(request) ?? [];
      const webNode = loadBalancer.select({ tenant, type: 'WebAPIServer', exclude });
      refusedBy.set(request, [...exclude, webNode.application]);
      return webNode.url;
    },
    on: {
      error: (error, request, response) => {
        log.warn(
          { error: error.message, url: request.url, tried: refusedBy.get(request) },
          'a web node did not answer',
        );
        if (!('writeHead' in response)) {
          response.destroy();
        } else if (response.headersSent) {
          response.destroy(error);
        } else if (isWithoutBody(request) && !response.destroyed) {
          handle(request, response);
        } else {
          sendUnavailable(response, 502, 'BAD_GATEWAY', 'The web node did not answer; send the request again.');
        }
      },
    },
  });

  function handle(request: IncomingMessage, response: ServerResponse): void {
    void proxy(request, response, (error) => {
      const isKnown = error instanceof LoadBalancerError;
      if (!isKnown) log.warn(error, 'a request could not be handed on');
      const message = 'No web node takes requests; try again in a moment.';
      sendUnavailable(response, 503, isKnown ? error.code : 'UNAVAILABLE', message);
    });
  }
  return handle;
}

const isWithoutBody = ({ method }: IncomingMessage): boolean => method === 'GET' || method === 'HEAD';

function sendUnavailable(response: ServerResponse, status: 502 | 503, code: string, message: string): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '1' });
  response.end(JSON.stringify({ error: { code, message } }));
}
