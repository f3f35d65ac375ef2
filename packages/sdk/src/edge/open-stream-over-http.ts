import axios from 'axios';
import type { Readable } from 'node:stream';
import type { OpenedStream, StreamRequest } from './open-stream.js';

/** A stream of events over HTTP, with axios. */
export async function openStreamOverHttp({ url, path, headers, signal }: StreamRequest): Promise<OpenedStream> {
  const response = await axios.get<Readable>(path, {
    ...{ baseURL: url, signal, headers, responseType: 'stream', maxRedirects: 0 },
    validateStatus: () => true,
  });
  const { status, data } = response;
  return { status, headers: response.headers, bytes: data, destroy: () => void data.destroy() };
}
