import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { z } from 'zod';
import { RequestError } from '../application-server/request-error.js';
import type { Callback, CallbackWish } from './callback.js';

const rowSchema = z
  .object({
    callback_id: z.string(),
    tenant: z.string(),
    service: z.string(),
    name: z.string(),
    phone_number: z.string(),
    due_at: z.date(),
    state: z.enum(['new', 'due', 'done']),
  })
  .transform(({ callback_id, phone_number, due_at, ...row }): Callback => ({
    ...{ callbackId: callback_id, ...row },
    ...{ phoneNumber: phone_number, at: due_at.getTime() },
  }));

const mostListed = 200;

/** The calls in the database. Every method is one statement, so nothing is ever half done. */
export class CallbackStore {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /**
   * The call that was asked for under this number, where one was.
   * @throws RequestError 409 where another tenant's customer has used it
   */
  async known({ requestId, tenant }: Pick<CallbackWish, 'requestId' | 'tenant'>): Promise<Callback | undefined> {
    const { rows } = await this.#pool.query('SELECT * FROM callback_request WHERE request_id = $1', [requestId]);
    const found = rows[0] === undefined ? undefined : rowSchema.parse(rows[0]);
    if (found === undefined || found.tenant === tenant) return found;
    throw new RequestError(409, 'REQUEST_ID_TAKEN', 'Make another requestId for this call.', 'requestId');
  }

  /**
   * Stores the call, once.
   * @returns whether it was not known before
   */
  async store(wish: CallbackWish, nowUtc: number): Promise<{ readonly callback: Callback; readonly isNew: boolean }> {
    const { requestId, tenant, service, name, phoneNumber, at } = wish;
    const { rows } = await this.#pool.query(
      `INSERT INTO callback_request
         (callback_id, request_id, tenant, service, name, phone_number, due_at, requested_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (request_id) DO NOTHING RETURNING *`,
      [randomUUID(), requestId, tenant, service, name, phoneNumber, new Date(at), new Date(nowUtc)],
    );
    if (rows[0] !== undefined) return { callback: rowSchema.parse(rows[0]), isNew: true };
    const callback = await this.known(wish);
    if (callback === undefined) throw new Error('A call that is known cannot be read.');
    return { callback, isNew: false };
  }

  /** The calls of a tenant, those to be made first, by their time. */
  async list(tenant: string): Promise<readonly Callback[]> {
    const { rows } = await this.#pool.query(
      `SELECT * FROM callback_request WHERE tenant = $1
       ORDER BY state = 'done', CASE WHEN state = 'done' THEN -extract(epoch FROM due_at) ELSE extract(epoch FROM due_at) END
       LIMIT $2`,
      [tenant, mostListed],
    );
    return rows.map((row) => rowSchema.parse(row));
  }

  /**
   * Notes that the customer was called.
   * @returns whether nobody had done it before
   * @throws RequestError 404 where the tenant has no such call
   */
  async done(tenant: string, callbackId: string): Promise<boolean> {
    const { rows } = await this.#pool.query<{ was: string }>(
      `UPDATE callback_request c SET state = 'done'
       FROM (SELECT callback_id, state AS was FROM callback_request WHERE callback_id = $1 AND tenant = $2 FOR UPDATE) known
       WHERE c.callback_id = known.callback_id RETURNING known.was`,
      [callbackId, tenant],
    );
    if (rows[0] !== undefined) return rows[0].was !== 'done';
    throw new RequestError(404, 'UNKNOWN_CALLBACK', 'There is no such call of this tenant.');
  }

  /** Marks as due what these tenants' customers are waiting for by now. Returns how many that were. */
  async markDue(tenants: readonly string[], nowUtc: number): Promise<number> {
    const { rowCount } = await this.#pool.query(
      `UPDATE callback_request SET state = 'due' WHERE state = 'new' AND due_at <= $2 AND tenant = ANY ($1)`,
      [tenants, new Date(nowUtc)],
    );
    return rowCount ?? 0;
  }
}
