import type { Clock } from '@eservices-lb/sdk';
import type { Pool } from 'pg';

const pauseMs = 250;

export interface SchemaOptions {
  /** Each can be carried out again: `CREATE … IF NOT EXISTS`. */
  readonly statements: readonly string[];
  readonly clock: Clock;
  /** Hears what stands in the way. */
  readonly onWait: (error: unknown) => void;
}

/**
 * Makes the tables where they are missing. The database may still be starting, and several servers may do this at once: it is tried until it
 * succeeds, or until the Local Control Agent loses its patience.
 */
export async function createSchema(pool: Pool, { statements, clock, onWait }: SchemaOptions): Promise<void> {
  for (;;) {
    try {
      for (const statement of statements) await pool.query(statement);
      return;
    } catch (error) {
      onWait(error);
      await new Promise<void>((resolve) => {
        clock.after(pauseMs, resolve, { keepAlive: true });
      });
    }
  }
}
