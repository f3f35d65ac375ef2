import type { Socket } from 'node:net';
import type { Clock } from '@eservices-lb/sdk';
import type { Chunk } from './toxic.js';

/** What comes out of a socket, in order. */
export type Arrival =
  { readonly type: 'chunk'; readonly chunk: Chunk } | { readonly type: 'end' } | { readonly type: 'reset' };

/** So many bytes wait at most; then the sender feels it. */
const mostWaiting = 16 * 1024 * 1024;

/** Reads a socket eagerly, so that it is known when everything came, however late it goes on. */
export class Arrivals {
  readonly #socket: Socket;
  readonly #waiting: Arrival[] = [];
  #waitingBytes = 0;
  #isClosed = false;
  #wake: () => void = () => undefined;

  constructor(socket: Socket, clock: Clock) {
    this.#socket = socket;
    socket.on('data', (bytes: Buffer) => {
      this.#waitingBytes += bytes.length;
      if (this.#waitingBytes > mostWaiting) socket.pause();
      this.#push({ type: 'chunk', chunk: { bytes, at: clock.now() } });
    });
    socket.once('end', () => {
      this.#push({ type: 'end' });
    });
    socket.on('error', () => undefined); // 'close' follows, and says so
    socket.once('close', (hadError) => {
      this.#isClosed = true;
      if (hadError) this.#push({ type: 'reset' });
      this.#wake();
    });
  }

  /** What came next; undefined once the socket is closed and everything has been taken. */
  async next(): Promise<Arrival | undefined> {
    for (;;) {
      const arrival = this.#waiting.shift();
      if (arrival?.type === 'chunk') {
        this.#waitingBytes -= arrival.chunk.bytes.length;
        if (this.#waitingBytes <= mostWaiting) this.#socket.resume();
      }
      if (arrival !== undefined || this.#isClosed) return arrival;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #push(arrival: Arrival): void {
    this.#waiting.push(arrival);
    this.#wake();
  }
}
