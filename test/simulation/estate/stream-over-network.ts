import type { OpenedStream, OpenStream } from '../../../packages/sdk/src/edge/open-stream.js';
import type { SimulatedNetwork } from './simulated-network.js';
import type { SimulatedSocket } from './simulated-socket.js';

/** What a client asks for, and how a control server begins its answer; everything after that is bytes. */
export interface EventsRequest {
  readonly lastEventId: string | undefined;
}
export interface AnswerHead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

export interface StreamOverNetworkOptions {
  /** Of the web node. */
  readonly host: string;
  /** `resumes`: it asked for what it missed, not for everything. */
  readonly onAnswer: (answer: { readonly from: string; readonly status: number; readonly resumes: boolean }) => void;
}

/** In place of axios: opens a stream of events from a web node to the host in the URL. */
export function streamOverNetwork(network: SimulatedNetwork, { host, onAnswer }: StreamOverNetworkOptions): OpenStream {
  return ({ url, headers, signal }) =>
    new Promise((resolve, reject) => {
      const request: EventsRequest = { lastEventId: headers['last-event-id'] };
      const socket = network.connect(host, new URL(url).hostname, 'events', request);
      const bytes = new ArrivingBytes(socket);
      const abort = (): void => {
        bytes.fail('the request was cancelled');
        socket.end();
        reject(new Error('the request was cancelled'));
      };
      signal.addEventListener('abort', abort, { once: true });
      socket.listen({
        wakes: true,
        onMessage(message) {
          if (message instanceof Uint8Array) {
            bytes.push(message);
            return;
          }
          const head = message as AnswerHead;
          onAnswer({ from: socket.peer, status: head.status, resumes: request.lastEventId !== undefined });
          resolve(openedStream(head, bytes, socket));
        },
        onClosed(reason) {
          signal.removeEventListener('abort', abort);
          if (reason === undefined) bytes.end();
          else bytes.fail(reason);
          reject(new Error(reason ?? 'the connection was closed before an answer came'));
        },
      });
      if (signal.aborted) abort();
    });
}

const openedStream = (
  { status, headers }: AnswerHead,
  bytes: ArrivingBytes,
  socket: SimulatedSocket,
): OpenedStream => ({
  ...{ status, headers, bytes },
  destroy: () => socket.end(),
});

/** As a socket's bytes are read: in order, what has arrived first, and then the end or the error. Leaving the loop ends the connection. */
class ArrivingBytes implements AsyncIterable<Uint8Array> {
  readonly #socket: SimulatedSocket;
  readonly #waiting: Uint8Array[] = [];
  #outcome: 'open' | 'ended' | Error = 'open';
  #wake: () => void = () => undefined;

  constructor(socket: SimulatedSocket) {
    this.#socket = socket;
  }

  push(bytes: Uint8Array): void {
    this.#waiting.push(bytes);
    this.#wake();
  }

  end(): void {
    if (this.#outcome === 'open') this.#outcome = 'ended';
    this.#wake();
  }

  fail(reason: string): void {
    if (this.#outcome === 'open') this.#outcome = new Error(reason);
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const next = this.#waiting.shift();
        if (next !== undefined) yield next;
        else if (this.#outcome instanceof Error) throw this.#outcome;
        else if (this.#outcome === 'ended') return;
        else await this.#more();
      }
    } finally {
      this.#socket.end();
    }
  }

  #more(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
