import type { IncomingHttpHeaders } from 'node:http';
import { AxiosError } from 'axios';
import type { AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import type { Dispatcher } from 'undici';
import type { Connector } from '../connections/connector.js';
import { decompressed } from './decompress.js';
import { bodyOf, boundedStream, collected, tooLong } from './response-body.js';
import { responseHeaders } from './response-headers.js';
import type { ResponseHeaders } from './response-headers.js';
import { ResponseStream } from './response-stream.js';
import type { Attempt } from './transport.js';
import { axiosErrorOf } from './undici-error.js';

export interface UndiciAttemptParts {
  readonly config: InternalAxiosRequestConfig;
  readonly options: Dispatcher.DispatchOptions;
  readonly connector: Connector;
}

/** Receives what undici tells of one request, and makes it an axios response. */
export class UndiciAttempt implements Attempt, Dispatcher.DispatchHandler {
  readonly response: Promise<AxiosResponse>;
  isUnsent = true;
  isAnswering = false;
  readonly #parts: UndiciAttemptParts;
  #resolve!: (response: AxiosResponse) => void;
  #reject!: (error: Error) => void;
  #controller: Dispatcher.DispatchController | undefined;
  #abortedFor: Error | undefined;
  #answer: { status: number; statusText: string; headers: ResponseHeaders } | undefined;
  #stream: ResponseStream | undefined;
  readonly #chunks: Buffer[] = [];
  #length = 0;

  constructor(parts: UndiciAttemptParts) {
    this.#parts = parts;
    this.response = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  get request(): Dispatcher.DispatchOptions {
    return this.#parts.options;
  }

  wasReused(error: unknown): boolean {
    return !this.isAnswering && error instanceof AxiosError && this.#parts.connector.wasReused(error.cause);
  }

  abort(reason: Error): void {
    if (this.#abortedFor !== undefined) return;
    this.#abortedFor = reason;
    this.#controller?.abort(reason);
    this.#stream?.destroy(reason);
    this.#reject(reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#abortedFor === undefined) this.isUnsent = false;
    else controller.abort(this.#abortedFor);
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    raw: IncomingHttpHeaders,
    statusText = '',
  ): void {
    if (status < 200) return;
    this.isAnswering = true;
    const headers = responseHeaders(raw);
    this.#answer = { status, statusText, headers };
    const { config, options } = this.#parts;
    const isEncoded = headers['content-encoding'] !== undefined && config.decompress !== false;
    if (isEncoded && (options.method === 'HEAD' || status === 204)) delete headers['content-encoding'];
    else if (isEncoded || config.responseType === 'stream') this.#openStream(controller, headers);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#stream !== undefined) {
      this.#stream.receive(chunk);
      return;
    }
    this.#length += chunk.length;
    const { config } = this.#parts;
    const { maxContentLength = -1 } = config;
    if (maxContentLength > -1 && this.#length > maxContentLength) this.abort(tooLong(config));
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (this.#stream !== undefined) this.#stream.complete();
    else this.#settle(bodyOf(this.#chunks, this.#parts.config));
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const { config, options } = this.#parts;
    const failure = axiosErrorOf(error, config, options);
    this.#stream?.destroy(failure);
    this.#reject(failure);
  }

  #openStream(controller: Dispatcher.DispatchController, headers: ResponseHeaders): void {
    const { config } = this.#parts;
    const stream = new ResponseStream(controller);
    this.#stream = stream;
    const encoding: unknown = config.decompress === false ? undefined : headers['content-encoding'];
    const decoded = typeof encoding === 'string' ? decompressed(stream, encoding) : undefined;
    if (decoded !== undefined) delete headers['content-encoding'];
    const body = decoded ?? stream;
    if (config.responseType === 'stream') {
      this.#settle(boundedStream(body, config));
      return;
    }
    collected(body, config).then(
      (chunks) => {
        this.#settle(bodyOf(chunks, config));
      },
      (error: unknown) => {
        this.#reject(axiosErrorOf(error as Error, config, this.#parts.options));
      },
    );
  }

  #settle(data: unknown): void {
    const { config, options } = this.#parts;
    if (this.#answer !== undefined) this.#resolve({ data, ...this.#answer, config, request: options });
  }
}
