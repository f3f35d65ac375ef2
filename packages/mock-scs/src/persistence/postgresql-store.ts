import { Pool } from 'pg';
import { JournaledStore } from './journaled-store.js';
import type { JournaledStoreOptions } from './journaled-store.js';
import { PostgresqlMedium } from './postgresql-medium.js';

const longestMs = 5000;

export interface PostgresqlStoreOptions extends JournaledStoreOptions {
  /** Tells estates in the same database apart. */
  readonly estate: string;
}

/** Keeps the configuration in PostgreSQL. An answer that does not come within 5 s is a failure. */
export function postgresqlStore(url: string, { estate, ...options }: PostgresqlStoreOptions): JournaledStore {
  const limits = { max: 1, connectionTimeoutMillis: longestMs, query_timeout: longestMs };
  const pool = new Pool({ connectionString: url, ...limits });
  pool.on('error', () => undefined); // the next write makes a new connection, or fails and says so
  return new JournaledStore(new PostgresqlMedium(pool, estate), options);
}
