import type { Registration } from '@eservices-lb/mock-scs/lca';
import { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Surroundings } from '../application-server/application-server.js';
import { addressOfDatabase } from './database-address.js';
import { DatabaseWatch } from './database-watch.js';

const limitMs = 5_000;
const mostConnections = 4;

/** A server's own connections to the estate's database. */
export interface Database {
  readonly pool: Pool;
  /** Call it when a statement failed because the database does not answer: it is asked until it does. */
  lost(error: unknown): void;
  close(): Promise<void>;
}

export interface DatabaseOptions extends Pick<Surroundings, 'clock'> {
  readonly log: Pick<Logger, 'info' | 'warn'>;
  /** Told when the database is lost, and when it is there again. */
  readonly onChange: (isThere: boolean) => void;
}

/** Opens DATABASE_URL, else the DB Server or the Database Access Point that the application is connected to. Connects when first asked. */
export function connectToDatabase(registration: Registration, { clock, log, onChange }: DatabaseOptions): Database {
  const pool = new Pool({ ...addressOfDatabase(registration), max: mostConnections, ...limits });
  const watch = new DatabaseWatch(pool, clock, (isThere) => {
    log.info({ isThere }, 'database');
    onChange(isThere);
  });
  const lost = (error: unknown): void => {
    log.warn(error, 'the database does not answer');
    watch.lost();
  };
  pool.on('error', lost);
  return {
    pool,
    lost,
    async close() {
      watch.close();
      await pool.end();
    },
  };
}

const limits = { connectionTimeoutMillis: limitMs, query_timeout: limitMs };
