import type { Pool } from 'pg';

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
    `INSERT INTO chat_session
       (chat_id, tenant, service, subject, nickname, email_address, user_data, alias, generation, started_at, ended_at)
     VALUES ($1, $2, 'support', 'Order 17', 'Ada', 'Ada@example.test', '{}', '', 1, $3, $4)`,
    [chatId, tenant, Date.parse(startedAt), endedAt === undefined ? null : Date.parse(endedAt)],
  );
  await storeMessage(pool, chatId, { index: 1, type: 'ParticipantJoined', by: 'Client' });
  await storeMessage(pool, chatId, { index: 2, type: 'Message', by: 'Client', text: said });
}

export interface StoredMessage {
  readonly index: number;
  readonly type: string;
  readonly by: 'Client' | 'Agent';
  readonly text?: string;
}

export async function storeMessage(
  pool: Pool,
  chatId: string,
  { index, type, by, text }: StoredMessage,
): Promise<void> {
  const sender = { nickname: by, participantId: 1, type: by };
  await pool.query(
    `INSERT INTO chat_message (chat_id, message_index, utc_time, type, sender, text) VALUES ($1, $2, 1, $3, $4, $5)`,
    [chatId, index, type, JSON.stringify(sender), text ?? null],
  );
}
