import type { Pool } from 'pg';
import { z } from 'zod';
import { storableJson, storableText } from '../database/storable-json.js';

/** What a media server has received and nobody can be given: kept, with the reason, until somebody looks. */
export interface SetAside {
  /** The same for the same item, however often it is received. */
  readonly itemId: string;
  readonly reason: string;
  /** The item as it came. */
  readonly item: unknown;
}

export const setAsideSchema = [
  `CREATE TABLE IF NOT EXISTS media_set_aside (
     application text NOT NULL,
     item_id text NOT NULL,
     reason text NOT NULL,
     item jsonb NOT NULL,
     set_aside_at timestamptz NOT NULL DEFAULT now(),
     PRIMARY KEY (application, item_id)
   )`,
];

const rowSchema = z
  .object({ item_id: z.string(), reason: z.string(), item: z.unknown(), set_aside_at: z.date() })
  .transform(({ item_id: itemId, set_aside_at, ...row }) => ({ itemId, ...row, setAsideUtc: set_aside_at.getTime() }));

const mostListed = 200;

/** What one media server, or a warm standby pair, has set aside, in the database. */
export class SetAsideStore {
  readonly #pool: Pick<Pool, 'query'>;
  readonly #application: () => string;

  constructor(pool: Pick<Pool, 'query'>, application: () => string) {
    this.#pool = pool;
    this.#application = application;
  }

  async add({ itemId, reason, item }: SetAside): Promise<void> {
    await this.#pool.query(
      'INSERT INTO media_set_aside (application, item_id, reason, item) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
      [this.#application(), storableText(itemId), storableText(reason), storableJson(item ?? null)],
    );
  }

  /** The latest, newest first. */
  async list(): Promise<readonly z.infer<typeof rowSchema>[]> {
    const { rows } = await this.#pool.query(
      `SELECT item_id, reason, item, set_aside_at FROM media_set_aside WHERE application = $1
       ORDER BY set_aside_at DESC LIMIT $2`,
      [this.#application(), mostListed],
    );
    return rows.map((row) => rowSchema.parse(row));
  }

  async count(): Promise<number> {
    const { rows } = await this.#pool.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM media_set_aside WHERE application = $1',
      [this.#application()],
    );
    return rows[0]?.count ?? 0;
  }
}
