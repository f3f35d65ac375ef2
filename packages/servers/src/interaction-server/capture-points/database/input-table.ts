import { z } from 'zod';
import { storableText } from '../../../database/storable-json.js';
import { captureContent } from '../formats/capture-content.js';
import type { CaptureContent } from '../formats/capture-content.js';
import type { Statements } from '../../../database/statements.js';
import { digestOf } from '../intake/captured-input.js';
import type { CapturedInput } from '../intake/captured-input.js';
import type { CaptureSource } from '../polling-capture-point.js';
import { UnusableCaptureError } from '../unusable-capture-error.js';

/** A row that a Capture Point has claimed. */
const rowSchema = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  media: z.unknown(),
  queue: z.unknown(),
  service: z.unknown(),
  subject: z.unknown(),
  attributes: z.unknown(),
  isTooLarge: z.boolean(),
});
export type ClaimedRow = z.infer<typeof rowSchema>;

export interface InputTableOptions {
  readonly database: Statements;
  /** Its name, safe to be part of a statement. */
  readonly table: string;
  /** The DBID of the primary Capture Point; rows that another Capture Point has claimed are none of its business. */
  readonly pair: number;
  /** Tells this start of it from others. */
  readonly claimant: string;
}

/** How long a claim of another server is respected once ours has taken over what it found, s. */
const claimSeconds = 30;
/** Of all attributes together. */
const longestBytes = 256 * 1024;
/** Longer than an interaction may have any of these, so that what is too long is told. */
const longestText = 1_000;

/** A table that other programs write rows into. `state` goes from `new` over `claimed` to `done` or `set-aside`. */
export class InputTable implements CaptureSource<ClaimedRow> {
  readonly #options: InputTableOptions;
  /** At the start, whoever had claimed before is gone, or will find out that we were faster. */
  #isFirst = true;

  constructor(options: InputTableOptions) {
    this.#options = options;
  }

  /** Makes the table where it is missing. */
  async create(): Promise<void> {
    await this.#options.database.query(
      `CREATE TABLE IF NOT EXISTS ${this.#options.table} (
         id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
         media text, queue text, service text, subject text, attributes jsonb NOT NULL DEFAULT '{}',
         state text NOT NULL DEFAULT 'new', claimed_by text, claimed_at timestamptz, interaction_id text, reason text
       )`,
    );
    const index = `${this.#options.table.replace('.', '_')}_open`;
    await this.#options.database.query(
      `CREATE INDEX IF NOT EXISTS ${index} ON ${this.#options.table} (id) WHERE state IN ('new', 'claimed')`,
    );
  }

  async claim(most: number): Promise<readonly ClaimedRow[]> {
    const { database, table, pair, claimant } = this.#options;
    const { rows } = await database.query(
      `WITH claimed AS (
         UPDATE ${table} SET state = 'claimed', claimed_by = $1, claimed_at = now()
         WHERE id IN (
           SELECT id FROM ${table} WHERE state = 'new' OR (state = 'claimed' AND claimed_by LIKE $7 AND
             (claimed_by = $1 OR $3 OR claimed_at IS NULL OR claimed_at < now() - $4 * interval '1 second'))
           ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED)
         RETURNING id, left(media, $6) AS media, left(queue, $6) AS queue, left(service, $6) AS service, left(subject, $6) AS subject,
           CASE WHEN octet_length(attributes::text) <= $5 THEN attributes END AS attributes,
           coalesce(octet_length(attributes::text) > $5, false) AS "isTooLarge"
       ) SELECT * FROM claimed ORDER BY id`,
      [`${pair}/${claimant}`, most, this.#isFirst, claimSeconds, longestBytes, longestText, `${pair}/%`],
    );
    if (rows.length < most) this.#isFirst = false;
    return rows.map((row) => rowSchema.parse(row));
  }

  inputOf(row: ClaimedRow): CapturedInput {
    const { id, media, queue, service, subject, attributes } = row;
    // The table may have been emptied or moved, and begin to count anew.
    const digest = digestOf(JSON.stringify([media, queue, service, subject, attributes]));
    return { identity: `${this.#options.table} ${id}`, digest, content: () => contentOf(row) };
  }

  async done({ id }: ClaimedRow, interactionId: string): Promise<void> {
    const { database, table } = this.#options;
    await database.query(
      `UPDATE ${table} SET state = 'done', interaction_id = $2, reason = NULL WHERE id = $1 AND state <> 'done'`,
      [id, interactionId],
    );
  }

  /** Whoever mends the row sets its state to `new` again. */
  async setAside({ id }: ClaimedRow, { code, message }: UnusableCaptureError): Promise<void> {
    const { database, table } = this.#options;
    await database.query(`UPDATE ${table} SET state = 'set-aside', reason = $2 WHERE id = $1 AND state = 'claimed'`, [
      id,
      storableText(`${code}: ${message}`),
    ]);
  }
}

function contentOf({ media, queue, service, subject, attributes, isTooLarge }: ClaimedRow): CaptureContent {
  if (isTooLarge) throw new UnusableCaptureError('TOO_LARGE', `Its attributes have more than ${longestBytes} bytes.`);
  const given = Object.entries({ media, queue, service, subject, attributes }).filter(([, value]) => value !== null);
  return captureContent(Object.fromEntries(given));
}
