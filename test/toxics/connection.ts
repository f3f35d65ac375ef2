import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { Clock } from '@eservices-lb/sdk';
import { OneWay } from './one-way.js';
import type { Toxic } from './toxic.js';

/** Which way bytes go. */
export type Toward = 'server' | 'client';

export interface ConnectionOptions {
  readonly client: Socket;
  /** Of the server, on loopback. */
  readonly port: number;
  readonly clock: Clock;
  readonly onClosed: () => void;
}

/** A client's connection and the one to the server that belongs to it. */
export class Connection {
  readonly #sockets: readonly Socket[];
  readonly #ways: Readonly<Record<Toward, OneWay>>;

  constructor({ client, port, clock, onClosed }: ConnectionOptions) {
    const server = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    this.#sockets = [client, server];
    const close = (): void => {
      for (const socket of this.#sockets) socket.destroySoon();
    };
    const reset = (): void => {
      for (const socket of this.#sockets) socket.resetAndDestroy();
    };
    this.#ways = {
      server: new OneWay({ from: client, to: server, clock, close, reset }),
      client: new OneWay({ from: server, to: client, clock, close, reset }),
    };
    for (const socket of this.#sockets) {
      socket.once('close', () => {
        if (!this.#sockets.every(({ closed }) => closed)) return;
        for (const way of this.#waysToward()) way.removeAll();
        onClosed();
      });
    }
  }

  put(toxic: Toxic, toward?: Toward): void {
    for (const way of this.#waysToward(toward)) way.put(toxic);
  }

  remove(toxic: Toxic): void {
    for (const way of this.#waysToward()) way.remove(toxic);
  }

  destroy(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #waysToward(toward?: Toward): readonly OneWay[] {
    return toward === undefined ? [this.#ways.server, this.#ways.client] : [this.#ways[toward]];
  }
}
