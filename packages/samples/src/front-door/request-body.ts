import { Readable } from 'node:stream';
import type { IncomingMessage } from 'node:http';
import { BodyTooLargeError } from './body-too-large-error.js';

/** A body up to here is read before a web node gets it, so that another one can get it too. Bytes. */
const bufferedBytes = 1024 * 1024;
/** More than any web node takes. Bytes. */
const mostBytes = 32 * 1024 * 1024;

/**
 * The body of a request: nothing, the whole of it, or, where it is long, a stream that can be sent once only.
 * @throws BodyTooLargeError, also from the stream
 */
export async function bodyOf(request: IncomingMessage): Promise<Buffer | Readable | undefined> {
  const { 'content-length': declared = '0', 'transfer-encoding': encoding } = request.headers;
  const length = Number(declared);
  if (length > mostBytes) throw new BodyTooLargeError(mostBytes);
  if (length > bufferedBytes) return request;
  if (length === 0 && encoding === undefined) return undefined;

  const read: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunksOf(request)) {
    read.push(chunk);
    bytes += chunk.length;
    if (bytes > bufferedBytes) return Readable.from(following(read, bytes, request));
  }
  return Buffer.concat(read);
}

async function* following(
  read: readonly Buffer[],
  readBytes: number,
  request: IncomingMessage,
): AsyncGenerator<Buffer> {
  yield* read;
  let bytes = readBytes;
  for await (const chunk of chunksOf(request)) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new BodyTooLargeError(mostBytes);
    yield chunk;
  }
}

/** Who stops reading leaves the connection as it is: the answer goes over it. */
const chunksOf = (request: IncomingMessage): AsyncIterable<Buffer> => request.iterator({ destroyOnReturn: false });
