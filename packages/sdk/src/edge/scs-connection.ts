import type { DirectoryEvent } from '../core/directory/directory-event.js';
import { endingAtAge } from '../source/connection-age.js';
import { ConnectionFailedError } from '../source/connection-failed-error.js';
import type { Position } from '../source/in-sequence.js';
import { failingOnSilence } from '../source/silence.js';
import { abortWith } from '../time/abort-with.js';
import { decodeEvent } from './decode-event.js';
import { describeFailure, describeRefusal } from './describe-failure.js';
import type { OpenedStream, OpenStream } from './open-stream.js';
import { parseServerSentEvents, SlowMessageError } from './parse-server-sent-events.js';
import { retryAfterMs } from './retry-after.js';
import type { ResolvedScsSourceOptions } from './scs-source-options.js';

export interface ScsConnection {
  readonly url: string;
  readonly position: Readonly<Position>;
  readonly signal: AbortSignal;
  readonly open: OpenStream;
}

/** One stream of events from one address. Every step has its time limit (R6): connecting, the first message, each message, silence, and age. */
export async function* scsConnection(
  options: ResolvedScsSourceOptions,
  connection: ScsConnection,
): AsyncGenerator<DirectoryEvent> {
  const { clock, random, silenceLimitMs, maxConnectionAgeMs } = options;
  const { position, signal } = connection;
  const messageLimitMs = 2 * silenceLimitMs;
  const ending = new AbortController();
  const unlink = abortWith(ending, signal);
  try {
    const bytes = await openWithin(options, connection, ending);
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
    unlink();
  }
}

async function openWithin(
  { token, clock, connectLimitMs }: ResolvedScsSourceOptions,
  { url, position, open }: ScsConnection,
  ending: AbortController,
): Promise<AsyncIterable<Uint8Array>> {
  const cancel = clock.after(connectLimitMs, () => {
    ending.abort();
  });
  try {
    const stream = await open({
      ...{ url, path: '/api/v1/events', headers: headersOf(token, position) },
      signal: ending.signal,
    });
    freeUnlessEventStream(stream, { url, wallClock: clock.wallClock() });
    return stream.bytes;
  } catch (error) {
    if (error instanceof ConnectionFailedError) throw error;
    throw new ConnectionFailedError(describeFailure(error, url), { cause: error });
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

/** What is no stream of events is freed: it may never end by itself (R7). */
function freeUnlessEventStream(
  stream: OpenedStream,
  { url, wallClock }: { readonly url: string; readonly wallClock: number },
): void {
  const { status, headers } = stream;
  const type = headers['content-type'];
  const isRefused = status < 200 || status >= 300;
  if (!isRefused && (typeof type !== 'string' || /^text\/event-stream\b/i.test(type))) return;
  stream.destroy();
  if (!isRefused) {
    throw new ConnectionFailedError(`${url} answers with ${String(type)} where a stream of events is expected`);
  }
  const isAsked = status === 429 || status === 503;
  const waitMs = isAsked ? retryAfterMs(headers, wallClock) : 0;
  throw new ConnectionFailedError(describeRefusal(status, url), { retryAfterMs: waitMs });
}
