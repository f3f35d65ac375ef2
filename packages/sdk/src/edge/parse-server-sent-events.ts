import { createParser } from 'eventsource-parser';
import type { EventSourceMessage } from 'eventsource-parser';
import { MalformedMessageError } from '../errors/malformed-message-error.js';

/** A message longer than this is refused, so that a broken control server cannot fill the memory. Characters. */
const longestMessage = 64 * 1024 * 1024;

/**
 * The messages in a stream of bytes. A message cut off at the end of the stream is dropped.
 * @throws MalformedMessageError at a message of more than 64 Mi characters
 */
export async function* parseServerSentEvents(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<EventSourceMessage> {
  const complete: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (message) => complete.push(message) });
  const decoder = new TextDecoder();
  let pending = 0;
  for await (const chunk of chunks) {
    pending += chunk.byteLength;
    parser.feed(decoder.decode(chunk, { stream: true }));
    if (complete.length > 0) pending = 0;
    if (pending > longestMessage)
      throw new MalformedMessageError('stream', '', `a message exceeds ${longestMessage} bytes`);
    yield* complete.splice(0);
  }
}
