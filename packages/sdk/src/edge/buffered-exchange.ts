import { AxiosError } from 'axios';
import type { InternalAxiosRequestConfig } from 'axios';
import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import type { Clock } from '../time/clock.js';
import { endingEarly } from './early-end.js';
import type { EarlyEnd } from './early-end.js';

export interface BufferedAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

type Settle = (error: Error | undefined, answer?: BufferedAnswer) => void;

/** One request whose answer is wanted whole: no stream is made for it. */
export function exchange(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  { config, clock }: { readonly config: InternalAxiosRequestConfig; readonly clock: Clock },
): Promise<BufferedAnswer> {
  return new Promise((resolve, reject) => {
    const handler = new BufferingHandler(config, clock, (error, answer) => {
      if (answer === undefined) reject(error ?? new Error('the request ended without an answer'));
      else resolve(answer);
    });
    if (!handler.isOver) dispatcher.dispatch(options, handler);
  });
}

class BufferingHandler implements Dispatcher.DispatchHandler {
  readonly #config: InternalAxiosRequestConfig;
  readonly #settle: Settle;
  readonly #early: EarlyEnd;
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #statusText = '';
  #headers: IncomingHttpHeaders = {};
  #length = 0;
  isOver = false;

  constructor(config: InternalAxiosRequestConfig, clock: Clock, settle: Settle) {
    this.#config = config;
    this.#settle = settle;
    this.#early = endingEarly(config, (reason) => this.#end(reason), clock);
    if (this.isOver) this.#stop();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.isOver) controller.abort(new Error('the request was given up'));
  }

  onResponseStart(_: unknown, status: number, headers: IncomingHttpHeaders, statusText = ''): void {
    this.#status = status;
    this.#headers = headers;
    this.#statusText = statusText;
  }

  onResponseData(_: unknown, chunk: Buffer): void {
    this.#length += chunk.length;
    const { maxContentLength = -1 } = this.#config;
    if (maxContentLength >= 0 && this.#length > maxContentLength) this.#end(tooLong(this.#config));
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const [first, ...others] = this.#chunks;
    const body = first !== undefined && others.length === 0 ? first : Buffer.concat(this.#chunks);
    this.#over(undefined, { status: this.#status, statusText: this.#statusText, headers: this.#headers, body });
  }

  onResponseError(_: unknown, error: Error): void {
    this.#over(error);
  }

  /** Ends the request before its answer is whole. */
  #end(reason: Error): void {
    this.#over(reason);
    this.#controller?.abort(reason);
  }

  #over(error: Error | undefined, answer?: BufferedAnswer): void {
    if (this.isOver) return;
    this.isOver = true;
    this.#stop();
    this.#settle(error, answer);
  }

  #stop(): void {
    // Undefined while the constructor runs: a signal may have aborted before the request began.
    const early = this.#early as EarlyEnd | undefined;
    early?.stopTimer();
    early?.stopListening();
  }
}

export const tooLong = (config: InternalAxiosRequestConfig): AxiosError =>
  new AxiosError(
    `maxContentLength size of ${config.maxContentLength ?? -1} exceeded`,
    AxiosError.ERR_BAD_RESPONSE,
    config,
  );
