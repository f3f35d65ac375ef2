import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';

/** The body of an answer as a stream, which holds the connection back while nobody reads, and ends it when it is destroyed early. */
export class ResponseStream extends Readable {
  readonly #controller: Dispatcher.DispatchController;
  #isComplete = false;

  constructor(controller: Dispatcher.DispatchController) {
    super();
    this.#controller = controller;
    // Who reads hears of an error; where nobody does, a connection that breaks must not end the process.
    this.on('error', () => undefined);
  }

  receive(chunk: Buffer): void {
    if (!this.push(chunk)) this.#controller.pause();
  }

  complete(): void {
    this.#isComplete = true;
    this.push(null);
  }

  override _read(): void {
    this.#controller.resume();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (!this.#isComplete) {
      this.#isComplete = true;
      this.#controller.abort(error ?? new Error('The reader left before the end of the answer.'));
    }
    done(error);
  }
}
