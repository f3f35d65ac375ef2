import { AxiosError } from 'axios';
import type { InternalAxiosRequestConfig } from 'axios';
import { Readable } from 'node:stream';

export type RequestBody = string | Buffer | Readable | null;

export interface PreparedRequest {
  readonly headers: Record<string, string | string[]>;
  readonly body: RequestBody;
}

/** Headers that the connection sets by itself. */
const hopByHop: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
]);

/**
 * The body and headers as they go out.
 * @throws AxiosError where the body is of an unknown kind or exceeds `maxBodyLength`
 */
export async function prepareRequest(config: InternalAxiosRequestConfig): Promise<PreparedRequest> {
  const headers = headersOf(config);
  const body = await bodyOf(config, headers);
  const { maxBodyLength = -1 } = config;
  if (maxBodyLength < 0 || body === null) return { headers, body };
  if (body instanceof Readable) return { headers, body: Readable.from(limited(body, maxBodyLength, config)) };
  if (Buffer.byteLength(body) > maxBodyLength) throw tooLong(config);
  return { headers, body };
}

function headersOf(config: InternalAxiosRequestConfig): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(config.headers.toJSON())) {
    if (!hopByHop.has(name.toLowerCase())) headers[name.toLowerCase()] = value;
  }
  if (config.decompress !== false) headers['accept-encoding'] ??= 'gzip, deflate, br';
  const { auth } = config;
  if (auth !== undefined) {
    headers.authorization = `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}`;
  }
  return headers;
}

async function bodyOf(
  config: InternalAxiosRequestConfig,
  headers: Record<string, string | string[]>,
): Promise<RequestBody> {
  const body = config.data as unknown;
  if (body === undefined || body === null || body === '') return null;
  if (typeof body === 'string' || Buffer.isBuffer(body)) return body;
  if (body instanceof ArrayBuffer) return Buffer.from(body);
  if (ArrayBuffer.isView(body)) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (body instanceof FormData || body instanceof Blob) {
    const encoded = new Response(body);
    const type = encoded.headers.get('content-type');
    if (type !== null) headers['content-type'] = type;
    return Buffer.from(await encoded.arrayBuffer());
  }
  if (isStream(body)) {
    if (hasOwnHeaders(body)) Object.assign(headers, body.getHeaders());
    return body instanceof Readable ? body : new Readable().wrap(body);
  }
  throw new AxiosError(
    'The data of a request must be a text, a buffer, a form or a stream.',
    AxiosError.ERR_BAD_REQUEST,
    config,
  );
}

/** A stream that was begun cannot be sent again. */
export const isStream = (data: unknown): data is NodeJS.ReadableStream =>
  typeof data === 'object' && data !== null && 'pipe' in data && typeof data.pipe === 'function';

/** As the package form-data has them. */
const hasOwnHeaders = (body: object): body is { getHeaders(): Record<string, string> } =>
  'getHeaders' in body && typeof body.getHeaders === 'function';

async function* limited(
  body: Readable,
  maxBodyLength: number,
  config: InternalAxiosRequestConfig,
): AsyncGenerator<Buffer> {
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer | string>) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    length += bytes.length;
    if (length > maxBodyLength) throw tooLong(config);
    yield bytes;
  }
}

const tooLong = (config: InternalAxiosRequestConfig): AxiosError =>
  new AxiosError('Request body larger than maxBodyLength limit', AxiosError.ERR_BAD_REQUEST, config);
