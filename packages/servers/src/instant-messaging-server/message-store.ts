import type { Pool } from 'pg';

/** Whose messages. */
export interface Addressee {
  readonly tenant: string;
  readonly addressee: string;
}

/** A message in a conversation; `index` counts from 1. */
export interface InstantMessage {
  readonly index: number;
  readonly text: string;
}

const mostListed = 200;

/** The conversations in the database. */
export class MessageStore {
  readonly #pool: Pick<Pool, 'query'>;

  constructor(pool: Pick<Pool, 'query'>) {
    this.#pool = pool;
  }

  /** Puts a message at the end of a conversation. A request that is known already only tells the index of its message. */
  async append({ tenant, addressee }: Addressee, requestId: string, text: string): Promise<number> {
    for (;;) {
      const { rows } = await this.#pool.query<{ index: number }>(
        `WITH appended AS (
           INSERT INTO instant_message (tenant, addressee, message_index, request_id, message)
           SELECT $1, $2, coalesce(max(message_index), 0) + 1, $3, $4
           FROM instant_message WHERE tenant = $1 AND addressee = $2
           ON CONFLICT DO NOTHING RETURNING message_index
         )
         SELECT message_index AS index FROM appended
         UNION ALL SELECT message_index FROM instant_message WHERE tenant = $1 AND request_id = $3`,
        [tenant, addressee, requestId, text],
      );
      // Another message has come to this place in the same moment: ours goes to the next.
      if (rows[0] !== undefined) return rows[0].index;
    }
  }

  /** What comes after the first `after` messages of a conversation. */
  async after({ tenant, addressee }: Addressee, after: number): Promise<readonly InstantMessage[]> {
    const { rows } = await this.#pool.query<InstantMessage>(
      `SELECT message_index AS index, message AS text FROM instant_message
       WHERE tenant = $1 AND addressee = $2 AND message_index > $3 ORDER BY message_index LIMIT $4`,
      [tenant, addressee, after, mostListed],
    );
    return rows;
  }
}
