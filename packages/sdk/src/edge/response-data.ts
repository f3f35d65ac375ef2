import { AxiosError } from 'axios';
import type { InternalAxiosRequestConfig } from 'axios';
import type { IncomingHttpHeaders } from 'node:http';
import { pipeline } from 'node:stream';
import type { Duplex, Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

const decoders: Readonly<Record<string, () => Duplex>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** The body as `responseType` wants it; axios's own transformations, JSON among them, come afterwards. */
export async function responseData(
  body: Readable,
  headers: IncomingHttpHeaders,
  config: InternalAxiosRequestConfig,
): Promise<unknown> {
  const decoded = decompressed(body, headers, config);
  if (config.responseType === 'stream') return decoded;
  const bytes = await collect(decoded, config);
  if (config.responseType === 'arraybuffer') return bytes;
  if (config.responseType === 'blob') return new Blob([new Uint8Array(bytes)]);
  const text = bytes.toString((config.responseEncoding ?? 'utf8') as BufferEncoding);
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

function decompressed(body: Readable, headers: IncomingHttpHeaders, config: InternalAxiosRequestConfig): Readable {
  const encoding = headers['content-encoding']?.toLowerCase();
  if (encoding === undefined || config.decompress === false) return body;
  const decoder = Object.hasOwn(decoders, encoding) ? decoders[encoding]?.() : undefined;
  if (decoder === undefined) return body;
  delete headers['content-encoding'];
  return pipeline(body, decoder, () => undefined);
}

async function collect(body: Readable, config: InternalAxiosRequestConfig): Promise<Buffer> {
  const { maxContentLength = -1 } = config;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (maxContentLength >= 0 && length > maxContentLength) {
      // Leaving the loop destroys the body, and with it the connection.
      throw new AxiosError(
        `maxContentLength size of ${maxContentLength} exceeded`,
        AxiosError.ERR_BAD_RESPONSE,
        config,
      );
    }
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}
