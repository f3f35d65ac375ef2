import axios, { isAxiosError } from 'axios';
import type { AxiosResponse } from 'axios';
import type { Readable } from 'node:stream';
import type { DirectoryEvent } from '../core/directory/directory-event.js';
import { endingAtAge } from '../source/connection-age.js';
import { ConnectionFailedError } from '../source/connection-failed-error.js';
import type { Position } from '../source/in-sequence.js';
import { failingOnSilence } from '../source/silence.js';
import { decodeEvent } from './decode-event.js';
import { describeFailure } from './describe-failure.js';
import { parseServerSentEvents, SlowMessageError } from './parse-server-sent-events.js';
import { retryAfterMs } from './retry-after.js';
import type { ResolvedScsSourceOptions } from './scs-source-options.js';

export interface ScsConnection {
  readonly url: string;
  readonly position: Readonly<Position>;
  readonly signal: AbortSignal;
}

/** One stream of events from one address. Every step has its time limit (R6): connecting, the first message, each message, silence, and age. */
export async function* scsConnection(
  options: ResolvedScsSourceOptions,
  { url, position, signal }: ScsConnection,
): AsyncGenerator<DirectoryEvent> {
  const { clock, random, silenceLimitMs, maxConnectionAgeMs } = options;
  const messageLimitMs = 2 * silenceLimitMs;
  const ending = new AbortController();
  try {
    const bytes = await open(options, { url, position, signal: AbortSignal.any([signal, ending.signal]), ending });
    const openedAt = clock.now();
    const ageMs = maxConnectionAgeMs * (0.5 + random() / 2);
    const chunks = endingAtAge(failingOnSilence(bytes, silenceLimitMs, clock), ageMs, clock);
    for await (const frame of parseServerSentEvents(chunks, { clock, messageLimitMs })) {
      const { version } = position;
      if (frame.type === 'message') yield* decodeEvent(frame.message);
      else if (version !== undefined) yield { type: 'heartbeat', version };
      const hasSnapshot = position.version !== undefined;
      if (!hasSnapshot && clock.now() - openedAt > messageLimitMs) throw new SlowMessageError(messageLimitMs);
    }
  } finally {
    ending.abort(); // Also frees the socket of a stream that fell silent (R7).
  }
}

async function open(
  { token, clock, connectLimitMs }: ResolvedScsSourceOptions,
  { url, position, signal, ending }: ScsConnection & { readonly ending: AbortController },
): Promise<AsyncIterable<Uint8Array>> {
  const cancel = clock.after(connectLimitMs, () => {
    ending.abort();
  });
  try {
    const response = await axios.get<Readable>('/api/v1/events', {
      ...{ baseURL: url, signal, responseType: 'stream', maxRedirects: 0 },
      headers: headersOf(token, position),
    });
    freeUnlessEventStream(response, url);
    return response.data;
  } catch (error) {
    if (error instanceof ConnectionFailedError) throw error;
    if (isAxiosError<Readable>(error)) error.response?.data.destroy(); // It may never end by itself (R7).
    const { status, headers } = (isAxiosError(error) ? error.response : undefined) ?? {};
    const isAsked = status === 429 || status === 503;
    const waitMs = isAsked ? retryAfterMs(headers?.['retry-after'], clock.wallClock()) : 0;
    throw new ConnectionFailedError(describeFailure(error, url), { retryAfterMs: waitMs, cause: error });
  } finally {
    cancel();
  }
}

function headersOf(token: string | undefined, { version }: Position): Record<string, string> {
  return {
    accept: 'text/event-stream',
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(version && { 'last-event-id': `${version.epoch}.${version.revision}` }),
  };
}

function freeUnlessEventStream({ headers, data }: AxiosResponse<Readable>, url: string): void {
  const type: unknown = headers['content-type'];
  if (typeof type !== 'string' || /^text\/event-stream\b/i.test(type)) return;
  data.destroy();
  throw new ConnectionFailedError(`${url} answers with ${type} where a stream of events is expected`);
}
