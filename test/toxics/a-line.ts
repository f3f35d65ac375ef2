import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { systemClock } from '@eservices-lb/sdk';
import { eventually } from '../estate/eventually.js';
import { ToxicProxy } from './toxic-proxy.js';

/** One end of a connection, and what it has seen. */
export class End {
  readonly socket: Socket;
  /** Each piece as it came, and when (monotonic ms). */
  readonly pieces: { readonly text: string; readonly at: number }[] = [];
  /** How the connection ended, seen from here. */
  ending: 'end' | 'reset' | undefined;
  endedAt = 0;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.setNoDelay();
    socket.on('data', (bytes) => this.pieces.push({ text: bytes.toString(), at: systemClock.now() }));
    socket.on('end', () => {
      this.#ended('end');
    });
    socket.on('error', () => {
      this.#ended('reset');
    });
  }

  get text(): string {
    return this.pieces.map(({ text }) => text).join('');
  }

  async hears(text: string): Promise<void> {
    await eventually(`"${text.slice(0, 20)}"`, () => (this.text === text ? true : undefined));
  }

  async ends(): Promise<'end' | 'reset'> {
    return eventually('the end of the connection', () => this.ending);
  }

  #ended(how: 'end' | 'reset'): void {
    this.ending ??= how;
    this.endedAt = systemClock.now();
  }
}

/** A client, a server, and the proxy between them, with real sockets. */
export interface Line extends AsyncDisposable {
  readonly proxy: ToxicProxy;
  readonly client: End;
  readonly server: End;
  /** Connects another client. */
  another(): Promise<{ readonly client: End; readonly server: End }>;
}

export async function aLine(): Promise<Line> {
  const sockets: Socket[] = [];
  const listener = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const proxy = await ToxicProxy.start((listener.address() as AddressInfo).port);
  const another = async (): Promise<{ client: End; server: End }> => {
    const client = connect(proxy.port, '127.0.0.1');
    const count = sockets.length;
    sockets.push(client);
    await once(client, 'connect');
    const accepted = await eventually('the connection at the server', () => sockets[count + 1]);
    return { client: new End(client), server: new End(accepted) };
  };
  const first = await another();
  return {
    ...{ proxy, another, ...first },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await proxy[Symbol.asyncDispose]();
      listener.close();
      await once(listener, 'close');
    },
  };
}
