import type { InternalAxiosRequestConfig } from 'axios';
import type { IncomingHttpHeaders } from 'node:http';
import { pipeline } from 'node:stream';
import type { Duplex, Readable } from 'node:stream';
import { promisify } from 'node:util';
import { brotliDecompress, createBrotliDecompress, createGunzip, createInflate, gunzip, inflate } from 'node:zlib';
import { tooLong } from './buffered-exchange.js';

interface Decoder {
  readonly whole: (data: Buffer, options: { maxOutputLength?: number }) => Promise<Buffer>;
  readonly stream: () => Duplex;
}

const gzip: Decoder = { whole: promisify(gunzip), stream: createGunzip };
const decoders: ReadonlyMap<string, Decoder> = new Map([
  ['gzip', gzip],
  ['x-gzip', gzip],
  ['deflate', { whole: promisify(inflate), stream: createInflate }],
  ['br', { whole: promisify(brotliDecompress), stream: createBrotliDecompress }],
]);

function decoderFor(headers: IncomingHttpHeaders, { decompress }: InternalAxiosRequestConfig): Decoder | undefined {
  const encoding = headers['content-encoding'];
  return encoding === undefined || decompress === false ? undefined : decoders.get(encoding.toLowerCase());
}

/** A whole body as `responseType` wants it; axios's own transformations, JSON among them, come afterwards. */
export function responseData(body: Buffer, headers: IncomingHttpHeaders, config: InternalAxiosRequestConfig): unknown {
  const decoder = body.length === 0 ? undefined : decoderFor(headers, config);
  if (decoder === undefined) return typed(body, config);
  delete headers['content-encoding'];
  const { maxContentLength = -1 } = config;
  const limit = maxContentLength >= 0 ? { maxOutputLength: Math.max(1, maxContentLength) } : {};
  return decoder.whole(body, limit).then(
    (decoded) => typed(decoded, config),
    (error: unknown) => {
      throw isTooLarge(error) ? tooLong(config) : error;
    },
  );
}

const isTooLarge = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';

function typed(body: Buffer, { responseType, responseEncoding = 'utf8' }: InternalAxiosRequestConfig): unknown {
  if (responseType === 'arraybuffer') return body;
  if (responseType === 'blob') return new Blob([new Uint8Array(body)]);
  const text = body.toString(responseEncoding as BufferEncoding);
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

/** A body that is wanted as a stream. */
export function responseStream(
  body: Readable,
  headers: IncomingHttpHeaders,
  config: InternalAxiosRequestConfig,
): Readable {
  const decoder = decoderFor(headers, config);
  if (decoder === undefined) return body;
  delete headers['content-encoding'];
  return pipeline(body, decoder.stream(), () => undefined);
}
