import { DatabaseError } from 'pg';
import { z } from 'zod';
import type { Statements } from '../../database/statements.js';

/** SQLSTATE of a statement of a server that is not the primary of its pair any more. */
const superseded = 'IXN10';
const rowsSchema = z.array(z.object({ generation: z.coerce.number() }));

/**
 * Which server of a pair may write, by generation: whoever becomes primary takes the next one, and what a former primary says is refused from then on, though it only
 * stood still and does not know. `primary_only` makes a statement wait for a change of generation that is under way, and the change for the statement.
 */
export const generationSchema = [
  `CREATE TABLE IF NOT EXISTS interaction_server_generation (
     pair text PRIMARY KEY,
     generation bigint NOT NULL,
     application text NOT NULL,
     taken_at timestamptz NOT NULL DEFAULT now()
   )`,
  `CREATE OR REPLACE FUNCTION primary_only(pair_of_writer text, generation_of_writer bigint) RETURNS boolean LANGUAGE plpgsql AS $$
   BEGIN
     IF pair_of_writer IS NULL THEN RETURN true; END IF;
     PERFORM 1 FROM interaction_server_generation
       WHERE pair = pair_of_writer AND generation = generation_of_writer FOR SHARE;
     IF NOT FOUND THEN
       RAISE EXCEPTION 'generation % of % is over', generation_of_writer, pair_of_writer USING ERRCODE = '${superseded}';
     END IF;
     RETURN true;
   END $$`,
];

/** As whom a server writes. */
export interface Generation {
  /** The name of the pair: its configured primary. */
  readonly pair: string;
  readonly generation: number;
}

/** The two values that `primary_only` takes. */
export type FenceValues = readonly [pair: string | null, generation: number | null];
export const fenceOf = ({ pair, generation }: Generation): FenceValues => [pair, generation];
/** Of somebody who is in no pair with anybody. */
export const unfenced: FenceValues = [null, null];

/** Another server of the pair became primary since. */
export const isSuperseded = (error: unknown): boolean => error instanceof DatabaseError && error.code === superseded;

/**
 * Takes the next generation. Carried out again, by another way or late, it takes nothing: the generation that it follows is over by then.
 */
export async function takeGeneration(statements: Statements, pair: string, application: string): Promise<Generation> {
  for (;;) {
    const { rows } = await statements.query('SELECT generation FROM interaction_server_generation WHERE pair = $1', [
      pair,
    ]);
    const former = rowsSchema.parse(rows)[0]?.generation ?? 0;
    const taken = await statements.query(
      `INSERT INTO interaction_server_generation AS known (pair, generation, application) VALUES ($1, $2::bigint + 1, $3)
       ON CONFLICT (pair) DO UPDATE SET generation = excluded.generation, application = excluded.application, taken_at = now()
       WHERE known.generation = $2::bigint RETURNING generation`,
      [pair, former, application],
    );
    if (taken.rows.length > 0) return { pair, generation: former + 1 };
  }
}
