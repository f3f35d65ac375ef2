import type { Pool } from 'pg';
import { z } from 'zod';
import { storableText } from '../database/storable-json.js';

/** Which longer message a part belongs to. */
export interface PartKey {
  readonly source: string;
  readonly destination: string;
  readonly reference: number;
  readonly total: number;
}

/** A part of a longer message, as it was received. */
export interface ReceivedPart extends PartKey {
  readonly number: number;
  readonly messageId: string;
  readonly text: string;
  readonly tenant: string;
}

/** All parts of a message that are there by now and not submitted yet, in order. */
export interface PartGroup extends PartKey {
  readonly tenant: string;
  readonly parts: readonly Pick<ReceivedPart, 'number' | 'messageId' | 'text'>[];
}

export interface PartOutline {
  readonly parts: readonly Pick<ReceivedPart, 'number' | 'messageId'>[];
  /** Interaction Server has it; only what is delivered again still comes. */
  readonly isSubmitted: boolean;
}

/** Exactly these parts, and none that came since they were read: another server may have taken it. */
export type KnownParts = readonly Pick<ReceivedPart, 'messageId'>[];

const rowSchema = z.object({
  ...{ source: z.string(), destination: z.string(), reference: z.int(), total: z.int(), tenant: z.string() },
  ...{ number: z.int(), message_id: z.string(), text: z.string() },
});
type Row = z.infer<typeof rowSchema>;

const ofKey = 'source = $1 AND destination = $2 AND reference = $3 AND total = $4';
const values = ({ source, destination, reference, total }: PartKey): readonly unknown[] => [
  ...[source, destination, reference, total],
];
const ofParts = 'message_id = ANY($5::text[])';
const idsOf = (parts: KnownParts): readonly string[] => parts.map(({ messageId }) => messageId);
const mostAtOnce = 2_000;

/** The parts of longer messages, in the database: each is acknowledged before the others have come. */
export class PartStore {
  readonly #pool: Pick<Pool, 'query'>;
  readonly #application: () => string;

  constructor(pool: Pick<Pool, 'query'>, application: () => string) {
    this.#pool = pool;
    this.#application = application;
  }

  async add(part: ReceivedPart): Promise<void> {
    const { number, messageId, text, tenant } = part;
    await this.#pool.query(
      `INSERT INTO sms_part (source, destination, reference, total, number, message_id, text, tenant, application)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`,
      [...values(part), number, storableText(messageId), storableText(text), tenant, this.#application()],
    );
  }

  /** Which parts of a message are there, without their texts. */
  async outline(key: PartKey): Promise<PartOutline> {
    const { rows } = await this.#pool.query<PartOutline['parts'][number] & { readonly submitted: boolean }>(
      `SELECT number, message_id AS "messageId", submitted FROM sms_part WHERE ${ofKey}`,
      [...values(key)],
    );
    return { parts: rows, isSubmitted: rows.some(({ submitted }) => submitted) };
  }

  async group(key: PartKey): Promise<PartGroup | undefined> {
    const wish = `SELECT * FROM sms_part WHERE ${ofKey} AND NOT submitted ORDER BY number`;
    const { rows } = await this.#pool.query(wish, [...values(key)]);
    return groupsOf(rows)[0];
  }

  async markSubmitted(key: PartKey, parts: KnownParts): Promise<void> {
    await this.#pool.query(`UPDATE sms_part SET submitted = true WHERE ${ofKey} AND ${ofParts}`, [
      ...values(key),
      idsOf(parts),
    ]);
  }

  async remove(key: PartKey, parts: KnownParts): Promise<void> {
    await this.#pool.query(`DELETE FROM sms_part WHERE ${ofKey} AND ${ofParts}`, [...values(key), idsOf(parts)]);
  }

  /** Messages of which nothing has come for so many seconds and that are not submitted, whole or not. */
  async overdue(seconds: number): Promise<readonly PartGroup[]> {
    const { rows } = await this.#pool.query(
      `SELECT p.* FROM sms_part p WHERE application = $1 AND NOT submitted AND NOT EXISTS (
         SELECT FROM sms_part q WHERE (q.source, q.destination, q.reference, q.total) = (p.source, p.destination, p.reference, p.total)
           AND q.received_at > now() - $2 * interval '1 second')
       ORDER BY source, destination, reference, total, number LIMIT $3`,
      [this.#application(), seconds, mostAtOnce],
    );
    return groupsOf(rows);
  }

  /** Forgets what was submitted a day ago: it is not delivered again. */
  async forgetOld(): Promise<void> {
    await this.#pool.query(
      `DELETE FROM sms_part WHERE application = $1 AND submitted AND received_at < now() - interval '1 day'`,
      [this.#application()],
    );
  }
}

function groupsOf(rows: readonly unknown[]): readonly PartGroup[] {
  const groups = new Map<string, Row[]>();
  for (const one of rows) {
    const row = rowSchema.parse(one);
    const key = JSON.stringify([row.source, row.destination, row.reference, row.total]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { source, destination, reference, total, tenant } = first;
    const parts = group.map(({ number, message_id: messageId, text }) => ({ number, messageId, text }));
    return [{ source, destination, reference, total, tenant, parts }];
  });
}
