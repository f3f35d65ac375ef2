import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { FrameworkRequest, FrameworkResponse } from '@eservices-lb/sdk/express';

/** A request that no server has seen, with the tenant in the places given. */
export function createRequest({
  body,
  query,
  header,
  url = '/',
}: {
  readonly body?: unknown;
  readonly query?: string | undefined;
  readonly header?: string | undefined;
  readonly url?: string;
}): { readonly request: FrameworkRequest; readonly response: FrameworkResponse } {
  const message = new IncomingMessage(new Socket());
  message.url = query === undefined ? url : `/?${new URLSearchParams({ tenant: query }).toString()}`;
  if (header !== undefined) message.headers['x-tenant'] = header;
  const request: FrameworkRequest = Object.assign(message, body === undefined ? {} : { body: { tenant: body } });
  return { request, response: new ServerResponse(message) };
}
