import type { IncomingHttpHeaders } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Dispatcher } from 'undici';
import { aliasHeader, ObservedAttempt } from './observed-attempt.js';
import type { Observation } from './observed-attempt.js';
import { ObservedLegacyHandler } from './observed-legacy-handler.js';

type Handler = Dispatcher.DispatchHandler;
type Controller = Dispatcher.DispatchController;

/** The handler, with the attempt observed; undici has two kinds of handlers, and converting one into the other is dear. */
export function observed(handler: Handler, observation: Observation): Handler {
  return handler.onRequestStart === undefined
    ? new ObservedLegacyHandler(handler, observation)
    : new ObservedHandler(handler, observation);
}

/** A handler of undici's newer kind, with the attempt observed. */
class ObservedHandler implements Handler {
  readonly #handler: Handler;
  readonly #alias: string;
  readonly #attempt: ObservedAttempt;

  constructor(handler: Handler, observation: Observation) {
    this.#handler = handler;
    this.#alias = observation.alias;
    this.#attempt = new ObservedAttempt(observation);
  }

  onRequestStart(controller: Controller, context: unknown): void {
    this.#handler.onRequestStart?.(controller, context);
  }

  onRequestUpgrade(controller: Controller, status: number, headers: IncomingHttpHeaders, socket: Duplex): void {
    this.#attempt.answered(status);
    this.#attempt.completed();
    this.#handler.onRequestUpgrade?.(controller, status, headers, socket);
  }

  onResponseStart(controller: Controller, status: number, headers: IncomingHttpHeaders, statusMessage?: string): void {
    if (status >= 200) this.#attempt.answered(status);
    headers[aliasHeader] = this.#alias;
    this.#handler.onResponseStart?.(controller, status, headers, statusMessage);
  }

  onResponseData(controller: Controller, chunk: Buffer): void {
    this.#handler.onResponseData?.(controller, chunk);
  }

  onResponseEnd(controller: Controller, trailers: IncomingHttpHeaders): void {
    this.#attempt.completed();
    this.#handler.onResponseEnd?.(controller, trailers);
  }

  onResponseError(controller: Controller, error: Error): void {
    if (controller.aborted) this.#attempt.aborted();
    if (!this.#attempt.failed(error)) this.#handler.onResponseError?.(controller, error);
  }
}
