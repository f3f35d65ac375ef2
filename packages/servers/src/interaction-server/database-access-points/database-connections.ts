import { Socket } from 'node:net';
import { Pool } from 'pg';
import type { PoolClient } from 'pg';
import type { KnownDatabase } from '@eservices-lb/mock-scs/lca';
import type { Statements } from '../../database/statements.js';
import type { ConfiguredAccessPoint } from './access-points-of.js';
import { readIdentity } from './database-identity.js';
import { isAccessLost } from './is-access-lost.js';

const mostConnections = 4;
/** How long the database may take to accept a connection, and to say who it is. ms */
const probeLimitMs = 5_000;

/** What was found at the end of a way to a database. */
export type Finding =
  { readonly state: 'there'; readonly database: KnownDatabase } | { readonly state: 'lost'; readonly problem: string };

/** Told when a connection ends that nobody uses at the moment. */
export type OnLost = (connections: DatabaseConnections, error: Error) => void;

/**
 * The connections to one address of a database. Each new one asks for the identity of the database first, so that none leads elsewhere than the one before;
 * one more only asks, again and again, whether the database is there.
 */
export class DatabaseConnections implements Statements {
  readonly key: string;
  readonly #name: string;
  readonly #sockets = { working: new Set<Socket>(), asking: new Set<Socket>() };
  readonly #working: Pool;
  readonly #asking: Pool;
  #finding: Finding = { state: 'lost', problem: 'It has not answered yet.' };
  #answers = 0;
  #isClosed = false;

  constructor({ database, address }: Omit<ConfiguredAccessPoint, 'application'>, onLost: OnLost) {
    this.key = keyOf({ database, address });
    this.#name = database;
    const config = {
      ...address,
      ...{ connectionTimeoutMillis: probeLimitMs, idleTimeoutMillis: 0, keepAlive: true },
    };
    const verify = (client: PoolClient, done: (error?: Error) => void): void => {
      void this.#verify(client).then(done);
    };
    this.#working = new Pool({
      ...{ ...config, max: mostConnections, verify },
      stream: () => newSocketIn(this.#sockets.working),
    });
    this.#asking = new Pool({
      ...{ ...config, max: 1, query_timeout: probeLimitMs },
      stream: () => newSocketIn(this.#sockets.asking),
    });
    for (const pool of [this.#working, this.#asking]) {
      pool.on('error', (error) => {
        onLost(this, error);
      });
      // While a connection is verified, nobody else listens; an error that nobody hears would end the process.
      pool.on('connect', (client) => client.on('error', () => undefined));
    }
  }

  get finding(): Finding {
    return this.#finding;
  }

  /** Carries out one statement; `limitMs` is how long the database may take. */
  async query(
    text: string,
    values: unknown[] = [],
    limitMs = probeLimitMs,
  ): Promise<{ readonly rows: readonly unknown[] }> {
    const limited = { text, values, query_timeout: limitMs };
    const result = await this.#working.query<object>(limited);
    this.#answers += 1;
    return result;
  }

  /** Asks the database who it is. */
  async probe(): Promise<Finding> {
    const answers = this.#answers;
    try {
      const identity = await readIdentity(this.#asking, this.#name);
      return (this.#finding = { state: 'there', database: { name: this.#name, identity } });
    } catch (error) {
      // Whatever the database says against it, it does not say who it is.
      destroyAll(this.#sockets.asking);
      // A database that answers others meanwhile is only busy.
      return this.#finding.state === 'there' && this.#answers > answers ? this.#finding : this.lost(error);
    }
  }

  /** Ends every connection for statements at once, whatever is under way on it; the next probe may find the database again. */
  lost(error: unknown): Finding {
    destroyAll(this.#sockets.working);
    const problem = error instanceof Error && error.message !== '' ? error.message : 'It does not answer.';
    return (this.#finding = { state: 'lost', problem });
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#finding = { state: 'lost', problem: 'It is closed.' };
    for (const pool of [this.#working, this.#asking]) void pool.end().catch(() => undefined);
    destroyAll(this.#sockets.working);
    destroyAll(this.#sockets.asking);
  }

  async #verify(client: PoolClient): Promise<Error | undefined> {
    try {
      const identity = await readIdentity(client, this.#name);
      if (this.#finding.state === 'lost') return new Error('This way to the database was just lost.');
      if (identity === this.#finding.database.identity) return undefined;
      return new Error('The database is another one than a moment ago.');
    } catch (error) {
      return error instanceof Error && isAccessLost(error) ? error : new Error('The database does not say who it is.');
    }
  }
}

function newSocketIn(sockets: Set<Socket>): Socket {
  const socket = new Socket();
  sockets.add(socket);
  socket.once('close', () => sockets.delete(socket));
  return socket;
}

function destroyAll(sockets: ReadonlySet<Socket>): void {
  for (const socket of sockets) socket.destroy();
}

/** The same for as long as the way leads to the same address and the same name. */
export const keyOf = ({ database, address }: Omit<ConfiguredAccessPoint, 'application'>): string =>
  JSON.stringify([database, address]);
