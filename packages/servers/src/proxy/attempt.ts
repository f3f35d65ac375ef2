import { z } from 'zod';
import { PeerError } from '../json-rpc/peer-error.js';
import type { ClientRequest } from './client-message.js';
import type { Answer } from './proxy-client.js';
import { refusal } from './refusal.js';
import type { Refusal } from './refusal.js';

/** The server behind a proxy. */
export interface AskedServer {
  readonly isConnected: boolean;
  /** @throws PeerError */
  request(method: string, params: object): Promise<unknown>;
}

/** A request on its way. */
export interface Forwarded extends ClientRequest {
  readonly arrivedAt: number;
  /** How often it was sent already, to a server that was lost with it. */
  readonly losses: number;
  /** What a server said that was not ready for it. */
  readonly notReady?: Refusal;
}

export type Outcome =
  | { readonly type: 'answered'; readonly answer: Answer }
  /** It is to be sent again, to whichever server is the one to use by then. */
  | { readonly type: 'again'; readonly request: Forwarded; readonly isAfterRest: boolean };

/** A request with which a server was lost so often is to blame itself. */
const mostLosses = 3;
/** A server says so that is about to become primary, or about to be one no more, or has lost its database for a moment. */
const notReadyCodes: ReadonlySet<unknown> = new Set(['DATABASE_UNAVAILABLE', 'NOT_PRIMARY']);

/** Asks the server once. */
export async function attempt(request: Forwarded, server: Pick<AskedServer, 'request'>): Promise<Outcome> {
  try {
    return { type: 'answered', answer: { result: await server.request(request.method, request.params) } };
  } catch (error) {
    return outcomeOf(error, request);
  }
}

/** Why a request has waited too long. */
export function overdue({ losses, notReady }: Forwarded, { isConnected }: Pick<AskedServer, 'isConnected'>): Refusal {
  if (notReady !== undefined) return notReady;
  if (losses > 0) return lost;
  return isConnected ? busy : unavailable;
}

function outcomeOf(error: unknown, request: Forwarded): Outcome {
  const why = reasonOf(error);
  const answered: Outcome = { type: 'answered', answer: { error: why } };
  if (!request.isRepeatable || !(error instanceof PeerError)) return answered;
  const losses = request.losses + 1;
  if (error.code === 'PEER_GONE' && losses < mostLosses)
    return { type: 'again', request: { ...request, losses }, isAfterRest: false };
  if (error.code === 'PEER_REFUSED' && notReadyCodes.has(error.remoteCode))
    return { type: 'again', request: { ...request, notReady: why }, isAfterRest: true };
  return answered;
}

const busy = refusal('PROXY_BUSY', 'The server has not come to it in time, and nothing was done: send it again.');
const unavailable = refusal(
  'UPSTREAM_UNAVAILABLE',
  'No server could be reached in time, and nothing was done: send it again.',
);
const lost = refusal(
  'UPSTREAM_LOST',
  'The server was lost before it answered, so nobody knows whether it was done: look, then send it again.',
);
const silent = refusal(
  'UPSTREAM_SILENT',
  'The server has not answered in time, so nobody knows whether it was done: look, then send it again.',
);
/** What can be read and yet not be written: lists within lists, thousands deep. */
const unsendable = refusal('INVALID_PARAMS', '"params" cannot be passed on: it is nested too deeply.');

/** With code 0 it was our own side that failed, when it wrote the request. */
const refusedSchema = z.object({ code: z.int().negative(), message: z.string(), data: z.unknown().optional() });

/** What the server said, as it said it, or why it said nothing. */
function reasonOf(error: unknown): Refusal {
  if (!(error instanceof PeerError)) return unsendable;
  switch (error.code) {
    case 'PEER_GONE':
      return lost;
    case 'PEER_SILENT':
      return silent;
    case 'PEER_REFUSED':
      return refusedSchema.safeParse(error.cause).data ?? unsendable;
  }
}
