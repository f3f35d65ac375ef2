import type { Random } from '@eservices-lb/sdk';
import type { Frame } from '../../../packages/mock-scs/src/api/event-frames.js';
import type { ClientStream } from '../../../packages/mock-scs/src/api/stream-output.js';
import type { SimulatedSocket } from './simulated-socket.js';
import type { AnswerHead } from './stream-over-network.js';

/** What a row makes of the frames on their way to a client (the name of a web node): any number of them in place of one. */
export type Distortion = (frame: Frame, client: string) => readonly Frame[];

/** How many of the writes arrive in two pieces. */
const torn = 0.05;

/** In place of an HTTP response: the control server's end of a stream of events. */
export class ClientStreamOverNetwork implements ClientStream {
  readonly #socket: SimulatedSocket;
  readonly #random: Random;
  readonly #distorted: Distortion;
  readonly #listeners: (() => void)[] = [];

  constructor(
    socket: SimulatedSocket,
    { random, distorted }: { readonly random: Random; readonly distorted: Distortion },
  ) {
    this.#socket = socket;
    this.#random = random;
    this.#distorted = distorted;
    const head: AnswerHead = { status: 200, headers: { 'content-type': 'text/event-stream; charset=utf-8' } };
    socket.send(head);
    socket.listen({
      onMessage: () => undefined,
      onClosed: () => {
        for (const listener of this.#listeners.splice(0)) listener();
      },
    });
  }

  send(frame: Frame): void {
    for (const { text } of this.#distorted(frame, this.#socket.peer)) this.#write(Buffer.from(text));
  }

  begun(): void {
    // Here nobody is too slow a reader.
  }

  cut(): void {
    this.#socket.reset();
  }

  end(): void {
    this.#socket.end();
  }

  onClosed(listener: () => void): void {
    this.#listeners.push(listener);
  }

  #write(bytes: Buffer): void {
    if (this.#random() >= torn) {
      this.#socket.send(bytes);
      return;
    }
    const at = Math.floor(this.#random() * bytes.length);
    this.#socket.send(bytes.subarray(0, at));
    this.#socket.send(bytes.subarray(at));
  }
}
