import type { Pool } from 'pg';
import { z } from 'zod';
import { RequestError } from '../application-server/request-error.js';
import { storableText } from '../database/storable-json.js';

/** A message to a customer. */
export interface OutgoingSms {
  /** The same for every attempt at the same request. */
  readonly requestId: string;
  readonly tenant: string;
  /** Our number. */
  readonly source: string;
  readonly destination: string;
  readonly text: string;
  /** The SMS Server that owns the customer's number. */
  readonly application: string;
}

export interface SentSms extends OutgoingSms {
  readonly state: 'waiting' | 'sent' | 'failed';
  /** The SMS Center's numbers of it. */
  readonly messageId?: string;
  readonly problem?: string;
}

const rowSchema = z
  .object({
    ...{ request_id: z.string(), tenant: z.string(), source: z.string(), destination: z.string(), text: z.string() },
    ...{ application: z.string(), state: z.enum(['waiting', 'sent', 'failed']) },
    ...{ message_id: z.string().nullable(), problem: z.string().nullable() },
  })
  .transform(({ request_id: requestId, message_id: messageId, problem, ...row }): SentSms => ({
    ...{ requestId, ...row },
    ...(messageId !== null && { messageId }),
    ...(problem !== null && { problem }),
  }));

/** So many are given at a time of those that wait. */
export const mostWaitingAtOnce = 200;

/** What is to be sent and what was, in the database that all SMS Servers share: whoever is asked puts it there, the number's owner sends it. */
export class OutgoingStore {
  readonly #pool: Pick<Pool, 'query'>;

  constructor(pool: Pick<Pool, 'query'>) {
    this.#pool = pool;
  }

  /**
   * Stores a message, once.
   * @returns what is known of it
   * @throws RequestError 409 where something else was asked for under the same number
   */
  async add({ requestId, tenant, source, destination, text, application }: OutgoingSms): Promise<SentSms> {
    const { rows } = await this.#pool.query(
      `INSERT INTO sms_outgoing (request_id, tenant, source, destination, text, application)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING *`,
      [storableText(requestId), tenant, source, destination, storableText(text), application],
    );
    const known = rows[0] === undefined ? await this.find(requestId) : rowSchema.parse(rows[0]);
    const isSame = known.tenant === tenant && known.destination === destination && known.text === storableText(text);
    if (isSame) return known;
    const message = 'Another message was asked for under this requestId: give each its own.';
    throw new RequestError(409, 'REQUEST_ID_TAKEN', message, 'requestId');
  }

  async find(requestId: string): Promise<SentSms> {
    const { rows } = await this.#pool.query('SELECT * FROM sms_outgoing WHERE request_id = $1', [
      storableText(requestId),
    ]);
    return rowSchema.parse(rows[0]);
  }

  /**
   * What a server has still to send, what was asked for first.
   * @param after what was asked for before this request is passed over, and itself; nothing is found where nobody knows of it any more
   */
  async waiting(application: string, after?: string): Promise<readonly SentSms[]> {
    const behind = `AND (asked_at, request_id) > (SELECT asked_at, request_id FROM sms_outgoing WHERE request_id = $3)`;
    const { rows } = await this.#pool.query(
      `SELECT * FROM sms_outgoing WHERE application = $1 AND state = 'waiting' ${after === undefined ? '' : behind}
       ORDER BY asked_at, request_id LIMIT $2`,
      [application, mostWaitingAtOnce, ...(after === undefined ? [] : [after])],
    );
    return rows.map((row) => rowSchema.parse(row));
  }

  async sent(requestId: string, messageIds: readonly string[]): Promise<void> {
    const messageId = messageIds.join(',').slice(0, 4_000);
    await this.#pool.query(`UPDATE sms_outgoing SET state = 'sent', message_id = $2 WHERE request_id = $1`, [
      ...[requestId, storableText(messageId)],
    ]);
  }

  /** Changes nothing of what somebody else has sent meanwhile. */
  async failed(requestId: string, problem: string): Promise<void> {
    const statement = `UPDATE sms_outgoing SET state = 'failed', problem = $2 WHERE request_id = $1 AND state = 'waiting'`;
    await this.#pool.query(statement, [requestId, storableText(problem)]);
  }

  /** Forgets what was sent a week ago; nobody asks for it again. */
  async forgetOld(application: string): Promise<void> {
    await this.#pool.query(
      `DELETE FROM sms_outgoing WHERE application = $1 AND state <> 'waiting' AND asked_at < now() - interval '7 days'`,
      [application],
    );
  }
}
