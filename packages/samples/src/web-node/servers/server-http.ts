import axios from 'axios';
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
  readonly body?: unknown;
  /** The answer must be complete by then. */
  readonly limitMs: number;
}

export interface ServerAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Speaks to application servers in the name of the web tier. */
export type ServerHttp = (server: Server, request: ServerRequest) => Promise<ServerAnswer>;

const neverConnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
const largestAnswer = 4 * 1024 * 1024;

/** Requests with the secret that web tier and application servers share. Answers of 5xx and no answer are a {@link ServerFailedError}. */
export function serverHttp(serviceSecret: string): ServerHttp {
  const http = axios.create({
    headers: { authorization: `Bearer ${serviceSecret}` },
    maxRedirects: 0,
    maxContentLength: largestAnswer,
    proxy: false,
    validateStatus: () => true,
  });
  return async (server, { method, path, query, body, limitMs }) => {
    const signal = AbortSignal.timeout(limitMs);
    const answer = await http
      .request<unknown>({ baseURL: server.url, url: path, method, params: query, data: body, signal })
      .catch((cause: unknown) => {
        const code = axios.isAxiosError(cause) ? cause.code : undefined;
        throw new ServerFailedError(server.application, !neverConnected.has(code ?? ''), { cause });
      });
    // 503 says "not now" before anything is done; other 5xx leave it open.
    if (answer.status >= 500) throw new ServerFailedError(server.application, answer.status !== 503);
    return { status: answer.status, body: answer.data };
  };
}
