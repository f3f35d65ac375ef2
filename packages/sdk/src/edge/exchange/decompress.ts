import { pipeline, Transform } from 'node:stream';
import type { Readable } from 'node:stream';
import { constants, createBrotliDecompress, createUnzip } from 'node:zlib';

// An answer that ends early gives what it has, as with axios's own adapter.
const zlibFlush = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };
const brotliFlush = { flush: constants.BROTLI_OPERATION_FLUSH, finishFlush: constants.BROTLI_OPERATION_FLUSH };

/** The body with its encoding undone, or `undefined` where the encoding is none that we know. */
export function decompressed(body: Readable, encoding: string): Readable | undefined {
  const decoders = decodersOf(encoding.toLowerCase());
  if (decoders === undefined) return undefined;
  // Errors of the body reach the reader through the last decoder.
  pipeline([body, ...decoders], () => undefined);
  return decoders.at(-1);
}

function decodersOf(encoding: string): [Transform, ...Transform[]] | undefined {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
    case 'compress':
    case 'x-compress':
      return [createUnzip(zlibFlush)];
    case 'deflate':
      return [withZlibHeader(), createUnzip(zlibFlush)];
    case 'br':
      return [createBrotliDecompress(brotliFlush)];
    default:
      return undefined;
  }
}

const zlibMark = 0x78;
const zlibHeader = Buffer.from([zlibMark, 0x9c]);

/** Some servers send "deflate" without the header that the standard asks for. */
function withZlibHeader(): Transform {
  let isFirst = true;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (isFirst && chunk.length > 0) {
        isFirst = false;
        if (chunk[0] !== zlibMark) this.push(zlibHeader);
      }
      done(null, chunk);
    },
  });
}
