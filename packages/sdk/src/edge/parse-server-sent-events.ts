import { createParser } from 'eventsource-parser';
import { MalformedMessageError } from '../errors/malformed-message-error.js';
import type { Clock } from '../time/clock.js';
import type { ServerSentMessage } from './decode-event.js';

/** A message longer than this is refused, so that a broken control server cannot fill the memory. Bytes. */
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
 * @throws MalformedMessageError at a message of more than 64 MiB, SlowMessageError
 */
export async function* parseServerSentEvents(
  chunks: AsyncIterable<Uint8Array>,
  { clock, messageLimitMs }: ParseOptions,
): AsyncGenerator<Frame> {
  const complete: Frame[] = [];
  const parser = createParser({
    onEvent: ({ id, event = 'message', data }) => {
      complete.push({ type: 'message', message: { name: event, data, id } });
    },
    onComment: () => {
      complete.push({ type: 'comment' });
    },
  });
  const decoder = new TextDecoder();
  let pendingBytes = 0;
  let begun: number | undefined = clock.now();
  for await (const chunk of chunks) {
    const text = decoder.decode(chunk, { stream: true });
    parser.feed(text);
    pendingBytes = complete.length > 0 ? 0 : pendingBytes + chunk.byteLength;
    if (pendingBytes > longestMessage) {
      throw new MalformedMessageError('stream', '', `a message exceeds ${longestMessage} bytes`);
    }
    if (complete.length > 0) begun = text.endsWith('\n') ? undefined : clock.now();
    else begun ??= clock.now();
    // Looking when a chunk comes is enough: where none comes, the silence is noticed.
    if (begun !== undefined && clock.now() - begun > messageLimitMs) throw new SlowMessageError(messageLimitMs);
    yield* complete.splice(0);
  }
}
