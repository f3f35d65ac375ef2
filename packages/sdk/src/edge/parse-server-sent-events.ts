import { createParser } from 'eventsource-parser';
import { MalformedMessageError } from '../errors/malformed-message-error.js';
import type { Clock } from '../time/clock.js';
import type { ServerSentMessage } from './decode-event.js';
import { LineFeeds } from './line-feeds.js';
import { MessageProgress } from './message-progress.js';

/** A message longer than this is refused, so that a broken control server cannot fill the memory. Characters. */
const longestMessage = 64 * 1024 * 1024;

/** A comment says nothing, but the control server that sends it lives (R39). */
export type Frame = { readonly type: 'comment' } | { readonly type: 'message'; readonly message: ServerSentMessage };

export interface ParseOptions {
  readonly clock: Clock;
  /** How long a message may take from its first byte to its last, ms; the first one from the beginning of the stream. */
  readonly messageLimitMs: number;
}

/** A message did not end in time (F5), or the first one did not come (R6). */
export class SlowMessageError extends Error {
  override readonly name = 'SlowMessageError';
  constructor(readonly limitMs: number) {
    super(`the control server took more than ${limitMs} ms over one message`);
  }
}

/**
 * The messages and comments in a stream of bytes. What is cut off at the end of the stream is dropped (F4).
 * @throws MalformedMessageError at a message of more than 64 Mi characters, SlowMessageError
 */
export async function* parseServerSentEvents(
  chunks: AsyncIterable<Uint8Array>,
  { clock, messageLimitMs }: ParseOptions,
): AsyncGenerator<Frame> {
  const complete: Frame[] = [];
  const problems = new Set<string>();
  const parser = createParser({
    onEvent: ({ id, event = 'message', data }) => {
      complete.push({ type: 'message', message: { name: event, data, id } });
    },
    onComment: () => {
      complete.push({ type: 'comment' });
    },
    onError: ({ type }) => {
      problems.add(type);
    },
    maxBufferSize: longestMessage,
  });
  parser.feed(''); // A byte order mark is taken off below; the parser looks for one in the first piece only.
  const decoder = new TextDecoder();
  const lineFeeds = new LineFeeds();
  const progress = new MessageProgress();
  let hasSpoken = false;
  let begun: number | undefined = clock.now();
  for await (const chunk of chunks) {
    const text = lineFeeds.of(decoder.decode(chunk, { stream: true }));
    parser.feed(text);
    if (problems.has('max-buffer-size-exceeded')) {
      throw new MalformedMessageError('stream', '', `a message exceeds ${longestMessage} characters`);
    }
    const hasEnded = progress.read(text);
    hasSpoken ||= complete.length > 0;
    if (!progress.isWithin) begun = hasSpoken ? undefined : begun;
    else if (hasEnded || begun === undefined) begun = clock.now();
    // Looking when a chunk comes is enough: where none comes, the silence is noticed.
    if (begun !== undefined && clock.now() - begun > messageLimitMs) throw new SlowMessageError(messageLimitMs);
    yield* complete.splice(0);
  }
}
