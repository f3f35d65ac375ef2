import { DatabaseError } from 'pg';
import { z } from 'zod';
import type { Statements } from '../../database/statements.js';

const undefinedTable = '42P01';
/** What two get who make the same table at the same moment. */
const madeByAnother: readonly string[] = ['23505', '42P07'];
const attempts = 3;
const rowsSchema = z.array(z.object({ identity: z.string() }));

/** Random, written once in each database under its name, and never changed: by it a database is known, whichever way one came. */
export const identitySchema = `CREATE TABLE IF NOT EXISTS database_identity (
  name text PRIMARY KEY,
  identity text NOT NULL,
  written_at timestamptz NOT NULL DEFAULT now()
)`;

/** The identity of the database; `''` where nobody has worked with it. Writes nothing. */
export async function readIdentity(statements: Statements, name: string): Promise<string> {
  try {
    const { rows } = await statements.query('SELECT identity FROM database_identity WHERE name = $1', [name]);
    return rowsSchema.parse(rows)[0]?.identity ?? '';
  } catch (error) {
    if (error instanceof DatabaseError && error.code === undefinedTable) return '';
    throw error;
  }
}

/** Gives the database an identity, unless it has one; of several who do so at once, the first counts. Says which one it has. */
export async function writeIdentity(statements: Statements, name: string, identity: string): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    try {
      await statements.query(identitySchema);
      await statements.query('INSERT INTO database_identity (name, identity) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
        name,
        identity,
      ]);
      return await readIdentity(statements, name);
    } catch (error) {
      const isRace = error instanceof DatabaseError && madeByAnother.includes(error.code ?? '');
      if (!isRace || attempt === attempts) throw error;
    }
  }
}
