import type { IncomingMessage, ServerResponse } from 'node:http';
import { LoadBalancerError } from '@eservices-lb/sdk';
import { BodyTooLargeError } from './body-too-large-error.js';

/** What the front door says itself, where no web node does. */
export interface Refusal {
  readonly status: 400 | 413 | 502 | 503 | 504;
  readonly code: string;
  readonly message: string;
}

export const unreadable: Refusal = {
  status: 400,
  code: 'MALFORMED_REQUEST',
  message: 'The address of the request cannot be read; send a path.',
};

export const severalHosts: Refusal = {
  status: 400,
  code: 'MALFORMED_REQUEST',
  message: 'The request names several hosts; send one header Host.',
};

export function refusalOf(error: unknown): Refusal {
  if (error instanceof BodyTooLargeError) return { status: 413, code: 'PAYLOAD_TOO_LARGE', message: error.message };
  if (error instanceof LoadBalancerError) {
    return { status: 503, code: error.code, message: 'No web node takes requests; try again in a moment.' };
  }
  const isTimeout = error instanceof Error && 'code' in error && error.code === 'UND_ERR_HEADERS_TIMEOUT';
  const unsure = 'what it asked for may have been done nevertheless.';
  return isTimeout
    ? { status: 504, code: 'GATEWAY_TIMEOUT', message: `The web node did not answer the request in time; ${unsure}` }
    : { status: 502, code: 'BAD_GATEWAY', message: `The web node broke the connection of the request off; ${unsure}` };
}

/** Who is still sending is heard to the end, for otherwise he would not hear us. */
export function sendRefusal(
  request: IncomingMessage,
  response: ServerResponse,
  { status, code, message }: Refusal,
): void {
  request.resume();
  if (status > 500) response.setHeader('retry-after', '1');
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify({ error: { code, message } }));
}
