import axios from 'axios';
import type { DirectoryEvent } from '../core/directory/directory-event.js';
import type { DirectorySource } from '../source/directory-source.js';
import { inSequence } from '../source/in-sequence.js';
import type { Position } from '../source/in-sequence.js';
import { reconnecting } from '../source/reconnecting.js';
import type { ReconnectOptions } from '../source/reconnecting.js';
import { failingOnSilence } from '../source/silence.js';
import { decodeEvent } from './decode-event.js';
import { describeFailure } from './describe-failure.js';
import { parseServerSentEvents } from './parse-server-sent-events.js';

export interface ScsSourceOptions extends ReconnectOptions {
  /** Base URLs of Solution Control Server, primary first; tried in turn. */
  readonly urls: readonly [string, ...string[]];
  readonly token: string | undefined;
  /** A stream silent for longer is given up, ms. */
  readonly silenceLimitMs: number;
  /** An attempt to connect that takes longer is given up, ms. */
  readonly connectLimitMs: number;
}

/** The estate as Solution Control Server tells it over HTTP and server-sent events. It resumes where it left off. */
export function scsSource(options: ScsSourceOptions): DirectorySource {
  return {
    kind: 'live',
    events(signal) {
      const position: Position = { version: undefined };
      const connect = (attempt: number, ended: AbortSignal): AsyncIterable<DirectoryEvent> =>
        inSequence(connection(options, { attempt, position, signal: ended }), position);
      return reconnecting(connect, options, signal);
    },
  };
}

interface Connection {
  readonly attempt: number;
  readonly position: Position;
  readonly signal: AbortSignal;
}

async function* connection(
  { urls, token, silenceLimitMs, connectLimitMs, clock }: ScsSourceOptions,
  { attempt, position, signal }: Connection,
): AsyncGenerator<DirectoryEvent> {
  const url = urls[attempt % urls.length] ?? urls[0];
  const ending = new AbortController();
  const cancel = clock.after(connectLimitMs, () => {
    ending.abort();
  });
  try {
    const stream = await axios
      .get<AsyncIterable<Uint8Array>>('/api/v1/events', {
        baseURL: url,
        responseType: 'stream',
        maxRedirects: 0,
        signal: AbortSignal.any([signal, ending.signal]),
        headers: headersOf(token, position),
      })
      .catch((error: unknown) => {
        throw new Error(describeFailure(error, url), { cause: error });
      })
      .finally(cancel);
    for await (const { event, data } of parseServerSentEvents(failingOnSilence(stream.data, silenceLimitMs, clock))) {
      yield* decodeEvent(event ?? 'message', data);
    }
  } finally {
    ending.abort(); // Also frees the socket of a stream that fell silent.
  }
}

function headersOf(token: string | undefined, { version }: Position): Record<string, string> {
  return {
    accept: 'text/event-stream',
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(version && { 'last-event-id': `${version.epoch}.${version.revision}` }),
  };
}
