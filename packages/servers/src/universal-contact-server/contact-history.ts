import { DatabaseError } from 'pg';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { PastInteraction } from './contact.js';

const mostOfEach = 50;
const excerptLength = 160;

const rowSchema = z.object({
  id: z.string(),
  media: z.enum(['chat', 'email']),
  service: z.string(),
  subject: z.string(),
  started_at: z.date(),
  said: z.string(),
  state: z.enum(['open', 'ended', 'new', 'answered']),
  name: z.string(),
});

const chats = `
  SELECT s.chat_id AS id, 'chat' AS media, s.service, s.subject, to_timestamp(s.started_at / 1000.0) AS started_at,
    coalesce((SELECT left(m.text, $4) FROM chat_message m
      WHERE m.chat_id = s.chat_id AND m.type = 'Message' ORDER BY m.message_index LIMIT 1), '') AS said,
    CASE WHEN s.ended_at IS NULL THEN 'open' ELSE 'ended' END AS state, s.nickname AS name
  FROM chat_session s WHERE s.tenant = $1 AND lower(s.email_address) = lower($2)
  ORDER BY s.started_at DESC LIMIT $3`;

const emails = `
  SELECT e.interaction_id AS id, 'email' AS media, e.service, e.subject, e.received_at AS started_at,
    left(e.body, $4) AS said, CASE WHEN e.reply_body IS NULL THEN 'new' ELSE 'answered' END AS state,
    trim(e.first_name || ' ' || e.last_name) AS name
  FROM email_interaction e WHERE e.tenant = $1 AND lower(e.from_address) = lower($2)
  ORDER BY e.received_at DESC LIMIT $3`;

/** What Chat Servers and E-mail Servers have stored about customers; read only. */
export class ContactHistory {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** The latest interactions of a tenant's customer, newest first. */
  async of(tenant: string, emailAddress: string): Promise<readonly PastInteraction[]> {
    const parts = await Promise.all([chats, emails].map((part) => this.#read(part, tenant, emailAddress)));
    return parts.flat().sort((one, other) => other.startedUtc - one.startedUtc);
  }

  async #read(part: string, tenant: string, emailAddress: string): Promise<readonly PastInteraction[]> {
    try {
      const { rows } = await this.#pool.query(part, [tenant, emailAddress, mostOfEach, excerptLength * 2]);
      return rows.map((row) => {
        const { started_at, said, ...rest } = rowSchema.parse(row);
        return { ...rest, startedUtc: started_at.getTime(), excerpt: oneLine(said) };
      });
    } catch (error) {
      if (isMissingTable(error)) return [];
      throw error;
    }
  }
}

const undefinedTable = '42P01';
/** Its owner, a Chat Server or E-mail Server, has never run with this database: nobody has written anything. */
const isMissingTable = (error: unknown): boolean => error instanceof DatabaseError && error.code === undefinedTable;

const oneLine = (text: string): string => text.replaceAll(/\s+/gu, ' ').trim().slice(0, excerptLength);
