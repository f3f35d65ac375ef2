import type { PassedMethods } from './passed-methods.js';
import { refusal } from './refusal.js';
import type { Refusal } from './refusal.js';

/** Of the client's own choice; it never goes further than the proxy. Nothing, with a notification. */
export type ClientId = string | number | null | undefined;

export interface ClientRequest {
  readonly id: ClientId;
  readonly method: string;
  readonly params: object;
  readonly isRepeatable: boolean;
  /** How long its message was. */
  readonly bytes: number;
}

export type ClientMessage =
  | { readonly type: 'request'; readonly request: ClientRequest }
  | { readonly type: 'refused'; readonly id: ClientId; readonly refusal: Refusal }
  /** It is no JSON. */
  | { readonly type: 'unreadable' };

const longestId = 255;

/** What a client says. Only what is allowed is a request; of the rest it is told why. */
export function clientMessage(text: string, passed: PassedMethods): ClientMessage {
  const value = parsed(text);
  if (value === undefined) return { type: 'unreadable' };
  if (Array.isArray(value))
    return refused(
      null,
      refusal('BATCH_NOT_TAKEN', 'Send every request as a message of its own: batches do not pass.'),
    );
  if (typeof value !== 'object' || value === null) return refused(null, notARequest);
  const { jsonrpc, id, method, params = {} } = value as Readonly<Record<string, unknown>>;
  if (!isClientId(id)) return refused(null, wrongId);
  if (jsonrpc !== '2.0' || typeof method !== 'string') return refused(id ?? null, notARequest);
  const how = passed.get(method);
  if (how === undefined) return refused(id, notPassed(method, passed));
  if (typeof params !== 'object' || params === null) return refused(id, wrongParams);
  return { type: 'request', request: { id, method, params, isRepeatable: how.isRepeatable, bytes: text.length } };
}

const refused = (id: ClientId, why: Refusal): ClientMessage => ({ type: 'refused', id, refusal: why });

const notARequest = refusal(
  'INVALID_REQUEST',
  'Send a request of JSON-RPC 2.0: { "jsonrpc": "2.0", "id", "method", "params" }.',
);
const wrongId = refusal(
  'INVALID_REQUEST',
  `"id": a string of at most ${longestId} characters, a number that JavaScript can tell from its neighbours, or null is expected.`,
);
const wrongParams = refusal('INVALID_PARAMS', '"params": an object is expected.');

function notPassed(method: string, passed: PassedMethods): Refusal {
  const known = [...passed.keys()].join(', ');
  return refusal('METHOD_NOT_PASSED', `"${method.slice(0, 100)}" does not pass through this proxy, only ${known}.`);
}

function isClientId(id: unknown): id is ClientId {
  if (id === undefined || id === null) return true;
  if (typeof id === 'string') return id.length <= longestId;
  return typeof id === 'number' && Math.abs(id) <= Number.MAX_SAFE_INTEGER;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
