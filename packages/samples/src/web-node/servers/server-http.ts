import type { IncomingHttpHeaders } from 'node:http';
import { exchange } from './exchange.js';
import { ServerFailedError } from './server-failed-error.js';

/** An application server to speak to. `select` and `resolve` of the load balancer answer with one. */
export interface Server {
  readonly application: string;
  readonly url: string;
}

export interface ServerRequest {
  readonly method: 'get' | 'post';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes go as they are, everything else as JSON. */
  readonly body?: unknown;
  /** The answer must be complete by then. */
  readonly limitMs: number;
  /** Nobody waits for the answer any more. */
  readonly signal?: AbortSignal | undefined;
  /** An answer of more bytes is a failure. */
  readonly largestAnswer?: number;
}

export interface ServerAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  /** What the bytes say in JSON; undefined where they are none. */
  readonly body: unknown;
}

/** Speaks to application servers in the name of the web tier. */
export type ServerHttp = (server: Server, request: ServerRequest) => Promise<ServerAnswer>;

const largestAnswer = 4 * 1024 * 1024;

/**
 * Requests with the secret that web tier and application servers share, over connections that are kept. Answers of 5xx and no answer are a
 * {@link ServerFailedError}.
 */
export function serverHttp(serviceSecret: string): ServerHttp {
  const authorization = `Bearer ${serviceSecret}`;
  return async (server, { method, path, query, headers, body, ...bounds }) => {
    const isBytes = Buffer.isBuffer(body);
    const bytes = isBytes || body === undefined ? body : Buffer.from(JSON.stringify(body));
    const answer = await exchange(server.application, {
      ...{ largestAnswer, ...bounds },
      method: method.toUpperCase(),
      url: `${server.url}${path}${query === undefined ? '' : `?${new URLSearchParams(query).toString()}`}`,
      headers: {
        authorization,
        ...(bytes !== undefined && {
          'content-type': isBytes ? 'application/octet-stream' : 'application/json',
          'content-length': String(bytes.length),
        }),
        ...headers,
      },
      body: bytes,
    });
    // 503 says "not now" before anything is done; other 5xx leave it open.
    if (answer.status >= 500) throw new ServerFailedError(server.application, answer.status !== 503);
    return {
      ...answer,
      get body() {
        return jsonOf(answer.bytes);
      },
    };
  };
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}
