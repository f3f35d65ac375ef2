import type { Duplex } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { Itinerary } from '../../core/itinerary.js';
import { withAliasBytes } from './alias-header.js';
import { Forwarding } from './forwarding.js';
import type { ForwardingParts } from './forwarding.js';

/**
 * The handlers that fetch of Node 20 to 24 and undici's own `request`, `stream` and `pipeline` bring. undici's types call this form deprecated,
 * and its code uses no other.
 */
export interface CallbackHandler {
  onConnect(abort: (reason?: Error) => void, context?: unknown): void;
  onResponseStarted?(): void;
  onHeaders(status: number, headers: Buffer[], resume: () => void, statusText: string): boolean;
  onData(chunk: Buffer): boolean;
  onComplete(trailers: string[] | null): void;
  onError(error: Error): void;
  onUpgrade(status: number, headers: Buffer[], socket: Duplex): void;
  onBodySent?(chunk: unknown): void;
  onRequestSent?(): void;
}

/** Forwards to a handler of the older form. */
export class CallbackForwarding extends Forwarding implements CallbackHandler {
  readonly #handler: CallbackHandler;

  constructor(
    options: Dispatcher.DispatchOptions,
    handler: CallbackHandler,
    itinerary: Itinerary,
    parts: ForwardingParts,
  ) {
    super(options, itinerary, parts);
    this.#handler = handler;
  }

  onConnect(abort: (reason?: Error) => void, context?: unknown): void {
    this.noteSending();
    this.#handler.onConnect((reason) => {
      this.wasAborted = true;
      abort(reason);
    }, context);
  }

  onResponseStarted(): void {
    this.#handler.onResponseStarted?.();
  }

  onHeaders(status: number, headers: Buffer[], resume: () => void, statusText: string): boolean {
    if (status < 200) return this.#handler.onHeaders(status, headers, resume, statusText);
    this.noteAnswer(status);
    return this.#handler.onHeaders(status, withAliasBytes(headers, this.service), resume, statusText);
  }

  onData(chunk: Buffer): boolean {
    return this.#handler.onData(chunk);
  }

  onComplete(trailers: string[] | null): void {
    this.noteEnd();
    this.#handler.onComplete(trailers);
  }

  onError(error: Error): void {
    if (!this.goesOnAfter(error)) this.fail(error);
  }

  onUpgrade(status: number, headers: Buffer[], socket: Duplex): void {
    this.noteAnswer(status);
    this.noteEnd();
    this.#handler.onUpgrade(status, withAliasBytes(headers, this.service), socket);
  }

  onBodySent(chunk: unknown): void {
    this.#handler.onBodySent?.(chunk);
  }

  onRequestSent(): void {
    this.#handler.onRequestSent?.();
  }

  protected fail(error: Error): void {
    this.#handler.onError(error);
  }
}
