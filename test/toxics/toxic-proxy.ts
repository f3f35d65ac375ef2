import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { systemClock } from '@eservices-lb/sdk';
import type { Clock } from '@eservices-lb/sdk';
import { Connection } from './connection.js';
import type { Toward } from './connection.js';
import type { Toxic } from './toxic.js';

/** Which bytes a toxic is put on. */
export interface Reach {
  /** Those that go to the server, those that go to the client, or both. @defaultValue both */
  readonly toward?: Toward;
  /** Those that are open now, or later ones too. @defaultValue all */
  readonly connections?: 'all' | 'present';
}

const host = '127.0.0.1';

/** A TCP proxy on loopback that does to connections what networks do. */
export class ToxicProxy implements AsyncDisposable {
  readonly #to: number;
  readonly #clock: Clock;
  readonly #connections = new Set<Connection>();
  readonly #toxics = new Map<Toxic, Reach>();
  #server: Server | undefined;
  #port = 0;
  #accepted = 0;

  private constructor(to: number, clock: Clock) {
    this.#to = to;
    this.#clock = clock;
  }

  /** Starts a proxy to a port on loopback, with no toxic on. */
  static async start(to: number, { clock = systemClock }: { readonly clock?: Clock } = {}): Promise<ToxicProxy> {
    const proxy = new ToxicProxy(to, clock);
    await proxy.#listen();
    return proxy;
  }

  get port(): number {
    return this.#port;
  }

  get url(): string {
    return `http://${host}:${this.#port}`;
  }

  /** How many connections there are. */
  get open(): number {
    return this.#connections.size;
  }

  /** How many connections there have been, those that are open included. */
  get accepted(): number {
    return this.#accepted;
  }

  /** Puts a toxic on, behind those that are on already; the answer takes it away again. */
  add(toxic: Toxic, reach: Reach = {}): () => Promise<void> {
    this.#toxics.set(toxic, reach);
    if (toxic.refusesConnections === true) void this.#stopListening();
    for (const connection of this.#connections) connection.put(toxic, reach.toward);
    return async () => {
      this.#toxics.delete(toxic);
      for (const connection of this.#connections) connection.remove(toxic);
      await this.#listen();
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = this.#stopListening();
    for (const connection of this.#connections) connection.destroy();
    await closed;
  }

  /** Listens, on the same port as before, unless it does or a toxic forbids it. */
  async #listen(): Promise<void> {
    const isRefusing = [...this.#toxics.keys()].some(({ refusesConnections }) => refusesConnections === true);
    if (this.#server !== undefined || isRefusing) return;
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
      this.#accepted += 1;
      const [to, clock] = [this.#to, this.#clock];
      const onClosed = (): void => void this.#connections.delete(connection);
      const connection = new Connection({ client, port: to, clock, onClosed });
      this.#connections.add(connection);
      for (const [toxic, reach] of this.#toxics) {
        if (reach.connections !== 'present') connection.put(toxic, reach.toward);
      }
    });
    this.#server = server;
    server.listen(this.#port, host);
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
  }

  async #stopListening(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    const closed = once(server, 'close');
    server.close();
    await closed; // When the last connection is gone.
  }
}
