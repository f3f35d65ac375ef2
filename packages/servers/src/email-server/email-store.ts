import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { z } from 'zod';
import { RequestError } from '../application-server/request-error.js';
import { acknowledgementOf, replyMailOf } from './outgoing-mail.js';
import type { ReceivedEmail, SentFile, StoredEmail, SubmittedEmail } from './stored-email.js';

const rowSchema = z
  .object({
    interaction_id: z.string(),
    tenant: z.string(),
    service: z.string(),
    first_name: z.string(),
    last_name: z.string(),
    from_address: z.string(),
    subject: z.string(),
    body: z.string(),
    mailbox: z.string().nullable(),
    user_data: z.record(z.string(), z.string()),
    received_at: z.date(),
    reply_nickname: z.string().nullable(),
    reply_body: z.string().nullable(),
    acknowledged: z.boolean(),
    attachments: z.array(z.object({ index: z.int(), name: z.string(), type: z.string(), size: z.int() })),
  })
  .transform((row): StoredEmail => ({
    ...{
      interactionId: row.interaction_id,
      tenant: row.tenant,
      service: row.service,
      subject: row.subject,
      text: row.body,
    },
    ...{ firstName: row.first_name, lastName: row.last_name, fromAddress: row.from_address, userData: row.user_data },
    ...{ receivedUtc: row.received_at.getTime(), acknowledged: row.acknowledged, attachments: row.attachments },
    mailbox: row.mailbox ?? undefined,
    state: row.reply_body === null ? 'new' : 'answered',
    reply: row.reply_body === null ? undefined : { nickname: row.reply_nickname ?? '', text: row.reply_body },
  }));

const mostListed = 200;
/** To one address of a tenant, within an hour. */
const mostAcknowledgements = 5;
/** Letters of a mail in a list. */
const longestExcerpt = 500;

/** Those that are short by themselves. */
const columns = (table: string): string =>
  ['interaction_id', 'tenant', 'service', 'first_name', 'last_name', 'from_address', 'mailbox', 'received_at']
    .concat('reply_nickname')
    .map((column) => `${table}.${column}`)
    .join(', ');

/** Whether the acknowledgement has gone out, and which files came along. */
const facts = `EXISTS (
    SELECT FROM outgoing_mail m
    WHERE m.interaction_id = e.interaction_id AND m.kind = 'acknowledgement' AND m.sent_at IS NOT NULL
  ) AS acknowledged, (
    SELECT coalesce(json_agg(json_build_object(
      'index', a.attachment_index, 'name', a.name, 'type', a.type, 'size', length(a.content)
    ) ORDER BY a.attachment_index), '[]')
    FROM email_attachment a WHERE a.interaction_id = e.interaction_id
  ) AS attachments`;

/** The mails in the database that all E-mail Servers share. Every method is one statement, so nothing is ever half done. */
export class EmailStore {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /**
   * Stores a mail, and the acknowledgement that is due: anybody can write in a stranger's name, so nobody gets more than five an hour from a tenant, some more
   * where mails come in the same moment. A submission that is known already only tells its interaction id.
   * @param email one that came over SMTP is also noted as one of which Interaction Server has to hear
   */
  async store({
    attachments = [],
    ...email
  }: SubmittedEmail | ReceivedEmail): Promise<{ readonly interactionId: string; readonly isNew: boolean }> {
    const interactionId = randomUUID().replaceAll('-', '').slice(0, 16).toUpperCase();
    const acknowledgement = acknowledgementOf(email, interactionId);
    const { rows } = await this.#pool.query<{ interaction_id: string }>(
      `WITH stored AS (
         INSERT INTO email_interaction
           (interaction_id, submission_id, tenant, service, first_name, last_name, from_address, subject, body, mailbox, user_data,
            message_id, is_automatic, is_to_submit)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $18, $19, $20)
         ON CONFLICT (submission_id) DO NOTHING
         RETURNING interaction_id, from_address
       ), due AS (
         INSERT INTO outgoing_mail (message_id, interaction_id, kind, recipient, subject, body)
         SELECT $12, interaction_id, 'acknowledgement', from_address, $13, $14 FROM stored
         WHERE NOT $19 AND (SELECT count(*) FROM (
           SELECT FROM email_interaction e WHERE e.tenant = $3 AND lower(e.from_address) = lower($7)
             AND e.received_at > now() - interval '1 hour' LIMIT ${mostAcknowledgements}
         ) AS lately) < ${mostAcknowledgements}
       ), attached AS (
         INSERT INTO email_attachment (interaction_id, attachment_index, name, type, content)
         SELECT interaction_id, file.index, file.name, file.type, file.content
         FROM stored, unnest($15::text[], $16::text[], $17::bytea[]) WITH ORDINALITY AS file(name, type, content, index)
       )
       SELECT interaction_id FROM stored`,
      [
        ...[interactionId, email.submissionId, email.tenant, email.service, email.firstName, email.lastName],
        ...[email.fromAddress, email.subject, email.text, email.mailbox ?? null, JSON.stringify(email.userData ?? {})],
        ...[acknowledgement.messageId, acknowledgement.subject, acknowledgement.body],
        ...(['name', 'type', 'bytes'] as const).map((field) => attachments.map((file) => file[field])),
        ...('isAutomatic' in email ? [email.messageId ?? null, email.isAutomatic, true] : [null, false, false]),
      ],
    );
    if (rows[0] !== undefined) return { interactionId, isNew: true };
    return { interactionId: await this.#known(email), isNew: false };
  }

  async #known({ submissionId, tenant }: SubmittedEmail): Promise<string> {
    const { rows } = await this.#pool.query<{ interaction_id: string }>(
      'SELECT interaction_id FROM email_interaction WHERE submission_id = $1 AND tenant = $2',
      [submissionId, tenant],
    );
    if (rows[0] !== undefined) return rows[0].interaction_id;
    throw new RequestError(409, 'SUBMISSION_ID_TAKEN', 'Make another submissionId for this mail.', 'submissionId');
  }

  /** The mails of a tenant, oldest first, with the beginning of what they say: those that wait the longest, then the latest answered ones. */
  async list(tenant: string): Promise<readonly StoredEmail[]> {
    const { rows } = await this.#pool.query(
      `SELECT * FROM (
         SELECT ${columns('e')}, left(e.body, ${longestExcerpt}) AS body, left(e.reply_body, ${longestExcerpt}) AS reply_body,
           left(e.subject, ${longestExcerpt}) AS subject, '{}'::jsonb AS user_data, ${facts}
         FROM email_interaction e WHERE e.tenant = $1
         ORDER BY e.reply_body IS NOT NULL, CASE WHEN e.reply_body IS NULL THEN e.received_at END, e.received_at DESC
         LIMIT $2
       ) AS listed ORDER BY received_at`,
      [tenant, mostListed],
    );
    return rows.map((row) => rowSchema.parse(row));
  }

  /** A whole mail of the tenant. */
  async find(interactionId: string, tenant: string): Promise<StoredEmail | undefined> {
    const { rows } = await this.#pool.query(
      `SELECT e.*, ${facts} FROM email_interaction e WHERE e.interaction_id = $1 AND e.tenant = $2`,
      [interactionId, tenant],
    );
    return rows[0] === undefined ? undefined : rowSchema.parse(rows[0]);
  }

  /** The message ids of what goes out to an address about mails of the tenant, newest first. */
  async messagesTo(address: string, tenant: string): Promise<readonly string[]> {
    const { rows } = await this.#pool.query<{ message_id: string }>(
      `SELECT m.message_id FROM outgoing_mail m JOIN email_interaction e USING (interaction_id)
       WHERE e.tenant = $1 AND lower(e.from_address) = lower($2) ORDER BY e.received_at DESC LIMIT $3`,
      [tenant, address, mostListed],
    );
    return rows.map((row) => row.message_id);
  }

  /** A file that came with a mail of the tenant. */
  async attachment(interactionId: string, tenant: string, index: number): Promise<SentFile | undefined> {
    const { rows } = await this.#pool.query<{ name: string; type: string; content: Buffer }>(
      `SELECT a.name, a.type, a.content FROM email_attachment a JOIN email_interaction e USING (interaction_id)
       WHERE e.interaction_id = $1 AND e.tenant = $2 AND a.attachment_index = $3`,
      [interactionId, tenant, index],
    );
    const [row] = rows;
    return row && { name: row.name, type: row.type, bytes: row.content };
  }

  /**
   * Stores an agent's answer, and that it must be sent.
   * @throws RequestError 404 where the tenant has no such mail, 409 where it was answered already
   */
  async reply(
    interactionId: string,
    tenant: string,
    reply: { readonly nickname: string; readonly text: string },
  ): Promise<void> {
    const known = await this.#pool.query<{ subject: string; reply_body: string | null }>(
      'SELECT subject, reply_body FROM email_interaction WHERE interaction_id = $1 AND tenant = $2',
      [interactionId, tenant],
    );
    const [email] = known.rows;
    if (email === undefined)
      throw new RequestError(404, 'UNKNOWN_INTERACTION', 'There is no such e-mail of this tenant.');
    const mail = replyMailOf(email, interactionId, reply);
    const { rowCount } = await this.#pool.query(
      `WITH answered AS (
         UPDATE email_interaction SET reply_nickname = $3, reply_body = $4
         WHERE interaction_id = $1 AND tenant = $2 AND reply_body IS NULL
         RETURNING interaction_id, from_address
       )
       INSERT INTO outgoing_mail (message_id, interaction_id, kind, recipient, subject, body)
       SELECT $5, interaction_id, 'reply', from_address, $6, $7 FROM answered`,
      [interactionId, tenant, reply.nickname, reply.text, mail.messageId, mail.subject, mail.body],
    );
    if (rowCount === 0) throw new RequestError(409, 'ALREADY_ANSWERED', 'Somebody has answered this e-mail already.');
  }
}
