import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Express, Request } from 'express';
import express from 'express';
import type { ErrorRequestHandler, RequestHandler } from 'express';

interface SentFile {
  readonly originalname: string;
  readonly size: number;
}

/** A request whose body was read. */
export type ReadRequest = Request & { readonly file?: SentFile; readonly files?: readonly SentFile[] };

/** What the handlers made of a request. */
export type Handled = { readonly request: ReadRequest } | { readonly error: unknown };

/** Runs a chain of handlers without a connection: the request is a stream of what was sent. */
export function postingTo(
  handlers: readonly RequestHandler[],
): (type: string, chunks: readonly Buffer[]) => Promise<Handled> {
  const settlers = new WeakMap<IncomingMessage, (handled: Handled) => void>();
  const app: Express = express();
  app.post('/', ...handlers, ((request) =>
    settlers.get(request)?.({ request: request as ReadRequest })) as RequestHandler);
  app.use(((error: unknown, request, _response, next) => {
    const settle = settlers.get(request);
    if (settle === undefined) next(error);
    else settle({ error });
  }) as ErrorRequestHandler);
  return (type, chunks) =>
    new Promise((resolve) => {
      const request = new IncomingMessage(new Socket());
      const bytes = chunks.reduce((sum, { length }) => sum + length, 0);
      Object.assign(request, {
        method: 'POST',
        url: '/',
        headers: { 'content-type': type, 'content-length': String(bytes) },
      });
      const response = new ServerResponse(request);
      settlers.set(request, (handled) => {
        settlers.delete(request);
        response.emit('close');
        request.destroy();
        resolve(handled);
      });
      app(request, response);
      for (const chunk of chunks) request.push(chunk);
      request.complete = true;
      request.push(null);
    });
}
