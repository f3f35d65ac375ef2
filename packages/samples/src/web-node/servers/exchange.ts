import * as http from 'node:http';
import * as https from 'node:https';
import { systemClock } from '@eservices-lb/sdk';
import { ServerFailedError } from './server-failed-error.js';
import type { FailureManner } from './server-failed-error.js';

export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
  readonly limitMs: number;
  readonly largestAnswer: number;
  readonly signal?: AbortSignal | undefined;
}

/** Our servers close a connection that is idle for 5 s; one that we use again at that very moment would break. */
const keep = { keepAlive: true, timeout: 4_000 };
const plain = new http.Agent(keep);
const secured = new https.Agent(keep);

/**
 * One request and its whole answer. What a general client does for each request costs more than all the rest of a web node together, so this
 * is Node's own client and nothing else.
 * @throws ServerFailedError where no whole answer comes in time
 */
export function exchange(
  application: string,
  { method, url, headers, body, limitMs, largestAnswer, signal }: Exchange,
): Promise<{ readonly status: number; readonly headers: http.IncomingHttpHeaders; readonly bytes: Buffer }> {
  return new Promise((resolve, reject) => {
    let isConnected = false;
    const [{ request: send }, agent] = url.startsWith('https:') ? [https, secured] : [http, plain];
    const request = send(url, { method, headers, signal, agent });

    const fail = (manner: FailureManner, cause?: unknown): void => {
      cancel();
      reject(new ServerFailedError(application, isConnected, { manner, cause }));
      request.destroy();
    };
    const failConnection = (cause: unknown): void => {
      if (signal?.aborted === true) fail('abandoned', cause);
      else if (isConnected) {
        closeIdle(agent, url);
        fail('broken', cause);
      } else fail(isRefusal(cause) ? 'refused' : 'unreachable', cause);
    };
    const cancel = systemClock.after(limitMs, () => fail('silent'));

    request.on('socket', (socket) => {
      if (socket.connecting) socket.once('connect', () => (isConnected = true));
      else isConnected = true;
    });
    request.on('error', failConnection);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let length = 0;
      response.on('data', (chunk: Buffer) => {
        length += chunk.length;
        if (length > largestAnswer) fail('answered', new Error(`The answer is longer than ${largestAnswer} bytes.`));
        else chunks.push(chunk);
      });
      response.on('error', failConnection);
      response.on('end', () => {
        cancel();
        const bytes = chunks.length === 1 ? (chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(chunks);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes });
      });
    });
    request.end(body);
  });
}

const defaultPorts = new Map([
  ['http:', 80],
  ['https:', 443],
]);

/** Where one connection has broken, those that are kept are likely to be broken too: the next attempt makes a new one. */
function closeIdle(agent: http.Agent, url: string): void {
  const { hostname, port, protocol } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const place = `${host}:${port === '' ? defaultPorts.get(protocol) : port}:`;
  for (const [name, sockets = []] of Object.entries(agent.freeSockets)) {
    if (name.startsWith(place)) for (const socket of [...sockets]) socket.destroy();
  }
}

const isRefusal = (cause: unknown): boolean =>
  typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'ECONNREFUSED';
