import { pipeline, Readable, Transform } from 'node:stream';
import { AxiosError } from 'axios';
import type { InternalAxiosRequestConfig } from 'axios';
import type { Dispatcher } from 'undici';

type DispatchBody = Dispatcher.DispatchOptions['body'];

export interface RequestBody {
  readonly body: DispatchBody;
  /** It can be sent twice: a stream cannot. */
  readonly isReplayable: boolean;
}

/** The form-data package's idea of a form, which is what axios makes of an object that is to be sent as multipart/form-data. */
interface FormStream extends Readable {
  getHeaders(): Record<string, string>;
  hasKnownLength?(): boolean;
  getLengthSync?(): number;
}

const none: RequestBody = { body: null, isReplayable: true };

/**
 * The body of a request, of anything that axios takes. Sets the headers that tell what it is.
 * @throws AxiosError when it is of another kind, or larger than `maxBodyLength`
 */
export function requestBody(config: InternalAxiosRequestConfig): RequestBody {
  const data: unknown = config.data;
  if (data === undefined || data === null || data === '' || data === false) return none;
  if (typeof data === 'string') return whole(Buffer.from(data), config);
  if (Buffer.isBuffer(data)) return whole(data, config);
  if (data instanceof ArrayBuffer) return whole(Buffer.from(data), config);
  if (ArrayBuffer.isView(data)) return whole(Buffer.from(data.buffer, data.byteOffset, data.byteLength), config);
  if (isStream(data)) return streamed(data, config);
  if (data instanceof FormData) return form(data, config);
  if (data instanceof Blob) return blob(data, config);
  if (data instanceof ReadableStream) return streamed(Readable.fromWeb(data as never), config);
  throw new AxiosError(
    'The data of a request, once transformed, must be a string, a Buffer, an ArrayBuffer, a FormData, a Blob or a stream.',
    AxiosError.ERR_BAD_REQUEST,
    config,
  );
}

function whole(body: Buffer, config: InternalAxiosRequestConfig): RequestBody {
  checkLength(body.length, config);
  config.headers.delete('Content-Length');
  return { body, isReplayable: true };
}

/** Written by Node's own fetch, which knows its own forms and files, whatever version of undici it has. */
function form(data: FormData, config: InternalAxiosRequestConfig): RequestBody {
  const written = new Response(data);
  config.headers.setContentType(written.headers.get('content-type'));
  return streamed(Readable.fromWeb(written.body as never), config);
}

function blob(data: Blob, config: InternalAxiosRequestConfig): RequestBody {
  checkLength(data.size, config);
  config.headers.setContentType(data.type === '' ? 'application/octet-stream' : data.type);
  return { body: data as unknown as DispatchBody, isReplayable: true };
}

function streamed(data: Readable, config: InternalAxiosRequestConfig): RequestBody {
  if (isForm(data)) {
    config.headers.set(data.getHeaders());
    if (data.hasKnownLength?.() === true) config.headers.setContentLength(data.getLengthSync?.() ?? null, false);
  }
  const { maxBodyLength = -1 } = config;
  return { body: maxBodyLength > -1 ? bounded(data, maxBodyLength, config) : data, isReplayable: false };
}

function bounded(data: Readable, limit: number, config: InternalAxiosRequestConfig): Readable {
  let length = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      length += chunk.length;
      if (length > limit) done(tooLarge(config));
      else done(null, chunk);
    },
  });
  return pipeline(data, counter, () => undefined);
}

function checkLength(length: number, config: InternalAxiosRequestConfig): void {
  const { maxBodyLength = -1 } = config;
  if (maxBodyLength > -1 && length > maxBodyLength) throw tooLarge(config);
}

const tooLarge = (config: InternalAxiosRequestConfig): AxiosError =>
  new AxiosError('Request body larger than maxBodyLength limit', AxiosError.ERR_BAD_REQUEST, config);

const isStream = (data: unknown): data is Readable =>
  typeof data === 'object' && data !== null && 'pipe' in data && typeof data.pipe === 'function';

const isForm = (data: Readable): data is FormStream => 'getHeaders' in data && typeof data.getHeaders === 'function';
