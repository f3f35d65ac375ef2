import { once } from 'node:events';
import { WebSocket } from 'ws';
import { eventually } from '../estate/eventually.js';

export interface Said {
  readonly id?: string | number | null;
  readonly result?: unknown;
  readonly error?: {
    readonly code: number;
    readonly message: string;
    readonly data?: { readonly code: string; readonly isRetryable?: boolean };
  };
}

/** A desktop that says exactly what the test wants it to say. */
export class Desktop {
  readonly socket: WebSocket;
  readonly said: Said[] = [];
  closed: { readonly code: number; readonly reason: string } | undefined;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data) => this.said.push(JSON.parse((data as Buffer).toString()) as Said));
    socket.on('error', () => undefined);
    socket.on('close', (code, reason) => (this.closed = { code, reason: reason.toString() }));
  }

  /** @throws where the connection is refused */
  static async connect(url: string, secret: string): Promise<Desktop> {
    const socket = new WebSocket(url, {
      headers: { authorization: `Bearer ${secret}` },
      perMessageDeflate: false,
    });
    const desktop = new Desktop(socket);
    await once(socket, 'open');
    return desktop;
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  ask(id: string | number | null, params: object = {}, method = 'interaction.list'): void {
    this.send({ jsonrpc: '2.0', id, method, params: { tenant: 'Environment', ...params } });
  }

  /** Asks, and resolves with what is answered under this id. */
  answered(id: string | number | null, params: object = {}, method = 'interaction.list'): Promise<Said> {
    this.ask(id, params, method);
    return this.answerTo(id);
  }

  answerTo(id: string | number | null): Promise<Said> {
    return eventually(`the answer to ${id}`, () => this.said.find((said) => said.id === id));
  }

  isClosed(): Promise<{ readonly code: number; readonly reason: string }> {
    return eventually('the end of the connection', () => this.closed);
  }
}
