import type { IncomingHttpHeaders } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { Itinerary } from '../../core/itinerary.js';
import { withAlias } from './alias-header.js';
import { Forwarding } from './forwarding.js';
import type { ForwardingParts } from './forwarding.js';

type Controller = Dispatcher.DispatchController;

/** Forwards to a handler of undici's present form, which interceptors and undici 8 bring. */
export class ControllerForwarding extends Forwarding implements Dispatcher.DispatchHandler {
  readonly #handler: Dispatcher.DispatchHandler;
  #controller!: Controller;

  constructor(
    options: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
    itinerary: Itinerary,
    parts: ForwardingParts,
  ) {
    super(options, itinerary, parts);
    this.#handler = handler;
  }

  onRequestStart(controller: Controller, context: unknown): void {
    this.noteSending();
    this.#controller = controller;
    this.#handler.onRequestStart?.(controller, context);
  }

  onRequestUpgrade(controller: Controller, status: number, headers: IncomingHttpHeaders, socket: Duplex): void {
    this.noteAnswer(status);
    this.noteEnd();
    this.#handler.onRequestUpgrade?.(controller, status, withAlias(headers, this.service), socket);
  }

  onResponseStart(controller: Controller, status: number, headers: IncomingHttpHeaders, statusText?: string): void {
    if (status >= 200) this.noteAnswer(status);
    this.#handler.onResponseStart?.(controller, status, withAlias(headers, this.service), statusText);
  }

  onResponseData(controller: Controller, chunk: Buffer): void {
    this.#handler.onResponseData?.(controller, chunk);
  }

  onResponseEnd(controller: Controller, trailers: IncomingHttpHeaders): void {
    this.noteEnd();
    this.#handler.onResponseEnd?.(controller, trailers);
  }

  onResponseError(controller: Controller, error: Error): void {
    this.#controller = controller;
    // undici has no controller for a request that was never begun.
    this.wasAborted ||= (controller as Controller | undefined)?.aborted === true;
    if (!this.goesOnAfter(error)) this.fail(error);
  }

  protected fail(error: Error): void {
    this.#handler.onResponseError?.(this.#controller, error);
  }
}
