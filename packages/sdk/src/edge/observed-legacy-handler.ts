/* eslint-disable @typescript-eslint/no-deprecated -- undici's own request and fetch still speak to handlers this way */
import type { Duplex } from 'node:stream';
import type { Dispatcher } from 'undici';
import { aliasHeader, ObservedAttempt } from './observed-attempt.js';
import type { Observation } from './observed-attempt.js';

const aliasHeaderName = Buffer.from(aliasHeader);

/** A handler of undici's older kind, with the attempt observed. */
export class ObservedLegacyHandler implements Dispatcher.DispatchHandler {
  readonly #handler: Dispatcher.DispatchHandler;
  readonly #alias: string;
  readonly #attempt: ObservedAttempt;

  constructor(handler: Dispatcher.DispatchHandler, observation: Observation) {
    this.#handler = handler;
    this.#alias = observation.alias;
    this.#attempt = new ObservedAttempt(observation);
  }

  onConnect(abort: (error?: Error) => void): void {
    this.#handler.onConnect?.((error) => {
      this.#attempt.aborted();
      abort(error);
    });
  }

  onUpgrade(status: number, headers: Buffer[] | string[] | null, socket: Duplex): void {
    this.#attempt.answered(status);
    this.#attempt.completed();
    this.#handler.onUpgrade?.(status, headers, socket);
  }

  onResponseStarted(): void {
    this.#handler.onResponseStarted?.();
  }

  onHeaders(status: number, headers: Buffer[], resume: () => void, statusText: string): boolean {
    if (status >= 200) this.#attempt.answered(status);
    headers.push(aliasHeaderName, Buffer.from(this.#alias));
    return this.#handler.onHeaders?.(status, headers, resume, statusText) ?? true;
  }

  onData(chunk: Buffer): boolean {
    return this.#handler.onData?.(chunk) ?? true;
  }

  onComplete(trailers: string[] | null): void {
    this.#attempt.completed();
    this.#handler.onComplete?.(trailers);
  }

  onError(error: Error): void {
    if (!this.#attempt.failed(error)) this.#handler.onError?.(error);
  }

  onBodySent(chunkSize: number, totalBytesSent: number): void {
    this.#handler.onBodySent?.(chunkSize, totalBytesSent);
  }
}
