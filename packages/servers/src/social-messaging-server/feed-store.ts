import type { Pool } from 'pg';
import { storableText } from '../database/storable-json.js';

/** How far each feed is read, in the database: what is behind that post is with Interaction Server, or set aside. */
export class FeedStore {
  readonly #pool: Pick<Pool, 'query'>;
  readonly #application: () => string;

  constructor(pool: Pick<Pool, 'query'>, application: () => string) {
    this.#pool = pool;
    this.#application = application;
  }

  /** The last post that was read; nothing where none was. */
  async lastPost(feed: string): Promise<string | undefined> {
    const { rows } = await this.#pool.query<{ last_post: string }>(
      'SELECT last_post FROM social_feed WHERE application = $1 AND feed = $2',
      [this.#application(), feed],
    );
    return rows[0]?.last_post === '' ? undefined : rows[0]?.last_post;
  }

  /** Moves on, unless another server of the pair has moved on since. An empty `to` is the beginning. */
  async moveOn(feed: string, from: string | undefined, to: string): Promise<void> {
    await this.#pool.query(
      `INSERT INTO social_feed (application, feed, last_post) VALUES ($1, $2, $4)
       ON CONFLICT (application, feed) DO UPDATE SET last_post = $4, changed_at = now() WHERE social_feed.last_post = $3`,
      [this.#application(), feed, from ?? '', storableText(to)],
    );
  }
}
