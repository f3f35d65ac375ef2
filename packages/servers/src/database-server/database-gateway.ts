import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import type { Clock } from '@eservices-lb/sdk';
import type { Logger } from 'pino';
import type { ListenAddress } from '../application-server/address-of.js';

const mostClients = 200;
/** How long the database may take to accept a connection. ms */
const connectLimitMs = 2_000;
const pauseMs = 1_000;

export interface DatabaseGatewayOptions {
  readonly listen: ListenAddress;
  /** Where the database is, at this moment. */
  readonly database: () => { readonly host: string; readonly port: number };
  /** Told when the database cannot be reached, and when it can be again. */
  readonly onChange: (isThere: boolean) => void;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

/** A DB Server in front of a database that another process has: every connection to it is one to that database. */
export class DatabaseGateway {
  readonly #options: DatabaseGatewayOptions;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #isThere = true;
  #isClosed = false;
  #cancel: () => void = () => undefined;

  constructor(options: DatabaseGatewayOptions) {
    this.#options = options;
    this.#server = createServer((client) => {
      this.#accept(client);
    });
    this.#server.maxConnections = mostClients;
  }

  get clients(): number {
    return this.#sockets.size / 2;
  }

  get isThere(): boolean {
    return this.#isThere;
  }

  /** Resolves when it listens. */
  start(): Promise<void> {
    const { port, host } = this.#options.listen;
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancel();
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  /** Ends what goes to the former database, when the configuration leads to another one. */
  disconnectAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #accept(client: Socket): void {
    const database = this.#connect();
    for (const [one, other] of [
      [client, database],
      [database, client],
    ] as const) {
      this.#sockets.add(one);
      one.setNoDelay(true);
      one.on('error', () => undefined);
      one.once('close', () => {
        this.#sockets.delete(one);
        other.destroy();
      });
    }
    client.pipe(database).pipe(client);
  }

  #connect(): Socket {
    const database = connect(this.#options.database());
    const cancel = this.#options.clock.after(connectLimitMs, () => {
      database.destroy(new Error('The database accepts no connection.'));
    });
    const failed = (error: Error): void => {
      this.#lost(error);
    };
    database.once('error', failed);
    database.once('connect', () => {
      cancel();
      database.off('error', failed);
      database.on('error', () => undefined);
      this.#found(true);
    });
    database.once('close', cancel);
    return database;
  }

  #lost(error: Error): void {
    if (this.#isClosed) return;
    if (this.#isThere) this.#options.log.warn({ reason: error.message }, 'the database cannot be reached');
    this.#found(false);
    this.#cancel();
    this.#cancel = this.#options.clock.after(pauseMs, () => {
      const database = this.#connect();
      database.once('connect', () => database.destroy());
    });
  }

  #found(isThere: boolean): void {
    if (isThere === this.#isThere) return;
    this.#isThere = isThere;
    this.#options.log.info({ isThere }, 'database');
    this.#options.onChange(isThere);
  }
}
