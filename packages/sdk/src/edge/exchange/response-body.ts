import { Readable } from 'node:stream';
import { AxiosError } from 'axios';
import type { InternalAxiosRequestConfig } from 'axios';

/** Whole in memory; text unless an `arraybuffer` is wanted. */
export function bodyOf(
  chunks: readonly Buffer[],
  { responseType, responseEncoding }: InternalAxiosRequestConfig,
): unknown {
  if (responseType === 'arraybuffer') return Buffer.concat(chunks);
  const whole = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
  if (responseType === ('blob' as string)) return new Blob([whole]);
  const encoding = (responseEncoding ?? 'utf8') as BufferEncoding;
  const text = whole.toString(encoding);
  return encoding === 'utf8' && text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** Reads a stream to its end, but no further than `maxContentLength`. */
export async function collected(body: Readable, config: InternalAxiosRequestConfig): Promise<readonly Buffer[]> {
  const chunks: Buffer[] = [];
  for await (const chunk of bounded(body, config)) chunks.push(chunk);
  return chunks;
}

/** The stream, broken off where it is longer than `maxContentLength`. */
export function boundedStream(body: Readable, config: InternalAxiosRequestConfig): Readable {
  const { maxContentLength = -1 } = config;
  return maxContentLength > -1 ? Readable.from(bounded(body, config), { objectMode: false }) : body;
}

async function* bounded(body: Readable, config: InternalAxiosRequestConfig): AsyncGenerator<Buffer> {
  const { maxContentLength = -1 } = config;
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (maxContentLength > -1 && length > maxContentLength) throw tooLong(config);
    yield chunk;
  }
}

export const tooLong = (config: InternalAxiosRequestConfig): AxiosError =>
  new AxiosError(
    `maxContentLength size of ${config.maxContentLength ?? -1} exceeded`,
    AxiosError.ERR_BAD_RESPONSE,
    config,
  );
