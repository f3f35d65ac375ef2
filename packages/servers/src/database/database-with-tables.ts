import type { Clock } from '@eservices-lb/sdk';
import type { Registration } from '@eservices-lb/mock-scs/lca';
import type { Logger } from 'pino';
import { askingDatabase } from './asking-database.js';
import type { AskDatabase } from './asking-database.js';
import { connectToDatabase } from './connect-to-database.js';
import type { Database } from './connect-to-database.js';
import { createSchema } from './create-schema.js';

export interface TablesOptions {
  /** What makes the server's own tables; each can be carried out again. */
  readonly statements: readonly string[];
  readonly clock: Clock;
  readonly log: Logger;
  /** Told when the database is lost, and when it is there again. */
  readonly onChange: (isThere: boolean) => void;
}

/** Connects to the estate's database and makes the server's tables; waits for a database that is still starting. */
export async function databaseWithTables(
  registration: Registration,
  { statements, clock, log, onChange }: TablesOptions,
): Promise<{ readonly database: Database; readonly askDatabase: AskDatabase }> {
  const database = connectToDatabase(registration, { clock, log, onChange });
  const onWait = (error: unknown): void => {
    log.info({ reason: error instanceof Error ? error.message : error }, 'waiting for the database');
  };
  await createSchema(database.pool, { statements, clock, onWait });
  return { database, askDatabase: askingDatabase(database) };
}
