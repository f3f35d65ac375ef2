import type { Response } from 'express';
import type { Frame } from './event-frames.js';
import type { ClientStream } from './stream-output.js';

/** A client that has this much waiting, beyond what it was sent first, does not read; it is cut off, and will resume or begin afresh. */
const longestBacklogBytes = 8 * 1024 * 1024;

/** An event stream as the answer to a request. */
export class ResponseStream implements ClientStream {
  readonly #response: Response;
  #limit = Infinity;

  constructor(response: Response) {
    this.#response = response;
    response.socket?.setNoDelay(true);
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    response.flushHeaders();
  }

  /** What it was sent until now may wait; from now on the backlog is bounded. */
  begun(): void {
    this.#limit = this.#response.writableLength + longestBacklogBytes;
  }

  send({ text }: Frame): void {
    if (this.#response.writableEnded || this.#response.destroyed) return;
    if (this.#response.writableLength > this.#limit) this.cut();
    else this.#response.write(text);
  }

  cut(): void {
    this.#response.destroy();
  }

  end(): void {
    this.#response.end();
  }

  onClosed(listener: () => void): void {
    this.#response.once('close', listener);
  }
}
