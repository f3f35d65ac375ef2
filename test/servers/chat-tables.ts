import type { Pool } from 'pg';

/** The part of the Chat Servers' tables that others read. */
export const chatTables = [
  `CREATE TABLE IF NOT EXISTS chat_session (
     chat_id text PRIMARY KEY, tenant text NOT NULL, service text NOT NULL, subject text, nickname text,
     email_address text, user_data jsonb, alias text, generation integer, started_at timestamptz NOT NULL, ended_at timestamptz)`,
  `CREATE TABLE IF NOT EXISTS chat_message (
     chat_id text NOT NULL, message_index integer NOT NULL, utc_time bigint, type text NOT NULL, sender jsonb, text text,
     PRIMARY KEY (chat_id, message_index))`,
];

export interface StoredChat {
  readonly chatId: string;
  readonly tenant?: string;
  readonly said: string;
  readonly startedAt: string;
  readonly endedAt?: string;
}

/** Stores a chat of Ada's as a Chat Server does: she joins, and says something. */
export async function storeChat(pool: Pool, chat: StoredChat): Promise<void> {
  const { chatId, tenant = 'Environment', said, startedAt, endedAt } = chat;
  await pool.query(
    `INSERT INTO chat_session (chat_id, tenant, service, subject, nickname, email_address, started_at, ended_at)
     VALUES ($1, $2, 'support', 'Order 17', 'Ada', 'Ada@example.test', $3, $4)`,
    [chatId, tenant, startedAt, endedAt ?? null],
  );
  await pool.query(
    `INSERT INTO chat_message (chat_id, message_index, type, text) VALUES ($1, 1, 'ParticipantJoined', NULL), ($1, 2, 'Message', $2)`,
    [chatId, said],
  );
}
