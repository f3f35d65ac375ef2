import type { RawData, WebSocket } from 'ws';
import type { ClientId } from './client-message.js';
import type { Refusal } from './refusal.js';

export type Answer = { readonly result: unknown } | { readonly error: Refusal };

/** What all clients of a proxy have in common. */
export interface ProxyClientOptions {
  readonly now: () => number;
  readonly onMessage: (client: ProxyClient, text: string) => void;
  /** It has read what it had left unread. */
  readonly onDrained: (client: ProxyClient) => void;
  readonly onClosed: (client: ProxyClient) => void;
  /** It was cut off, because it does not read. */
  readonly onCut: (client: ProxyClient) => void;
}

/** Who leaves so much unread is asked nothing more and sent nothing new until he has read it. */
const unreadBytes = 64 * 1024;
/** Who leaves so much unread all the same is cut off at once. */
const mostUnreadBytes = 4 * 1024 * 1024;
/** Who has neither said anything nor answered a ping for so long is gone; who has not read what is there is cut off. ms */
const longestSilenceMs = 20_000;

/** The connection of one desktop. Thousands of them are there, and most are idle: each keeps no more than this. */
export class ProxyClient {
  readonly #socket: WebSocket;
  readonly #options: ProxyClientOptions;
  #heardAt: number;
  #isFull = false;
  #isUnread = false;
  #isCut = false;

  constructor(socket: WebSocket, options: ProxyClientOptions) {
    const { now } = options;
    this.#socket = socket;
    this.#options = options;
    this.#heardAt = now();
    socket.on('message', (data, isBinary) => {
      this.#receive(data, isBinary);
    });
    socket.on('pong', () => {
      this.#heardAt = now();
    });
    socket.on('error', ignore);
    socket.once('close', () => {
      options.onClosed(this);
    });
  }

  /** An answer would reach it. */
  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN && !this.#isCut;
  }

  /** It reads its answers, so that more of them may be asked for. */
  get isReading(): boolean {
    return !this.#isUnread;
  }

  /** Answers a request; a notification has no answer. */
  answer(id: ClientId, answer: Answer): void {
    if (id === undefined || !this.isOpen) return;
    if (this.#socket.bufferedAmount > mostUnreadBytes) {
      this.#cut();
      return;
    }
    this.#socket.send(JSON.stringify({ jsonrpc: '2.0', id, ...answer }));
    if (this.#isUnread || this.#socket.bufferedAmount <= unreadBytes) return;
    this.#isUnread = true;
    this.#pauseOrResume();
    // The call-back of a frame comes when it has left this process, and everything before it.
    this.#socket.ping('', false, () => {
      this.#drained();
    });
  }

  /** Back-pressure: while it has enough under way, nothing more is read from it. */
  setFull(isFull: boolean): void {
    if (this.#isFull === isFull) return;
    this.#isFull = isFull;
    this.#pauseOrResume();
  }

  /** Looks whether it is still there. */
  visit(): void {
    const { now } = this.#options;
    if (this.#isFull && !this.#isUnread) this.#heardAt = now(); // we do not listen
    const isHeard = now() - this.#heardAt <= longestSilenceMs;
    if (isHeard && !this.#isCut) this.#socket.ping();
    else if (this.#isUnread && this.isOpen) this.#cut();
    else this.#socket.terminate();
  }

  /** Ends the connection. What is under way is not answered. */
  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
    this.#socket.resume();
  }

  /** Ends it at once, without a word. */
  terminate(): void {
    this.#socket.terminate();
  }

  #receive(data: RawData, isBinary: boolean): void {
    const { now, onMessage } = this.#options;
    this.#heardAt = now();
    if (!this.isOpen) return;
    if (isBinary) this.close(1003, 'Send JSON-RPC 2.0 as text.');
    else onMessage(this, (data as Buffer).toString());
  }

  #drained(): void {
    if (!this.isOpen) return;
    if (this.#socket.bufferedAmount > unreadBytes) {
      this.#socket.ping('', false, () => {
        this.#drained();
      });
      return;
    }
    this.#isUnread = false;
    this.#heardAt = this.#options.now();
    this.#pauseOrResume();
    this.#options.onDrained(this);
  }

  /** What lies unread is not waited for longer than until the next visit. */
  #cut(): void {
    this.#isCut = true;
    this.#options.onCut(this);
    this.close(1008, 'SLOW_CLIENT: the answers are not read. Connect again, and read them.');
  }

  #pauseOrResume(): void {
    if (this.#isFull || this.#isUnread) this.#socket.pause();
    else this.#socket.resume();
  }
}

const ignore = (): void => undefined;
