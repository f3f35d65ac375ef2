/**
 * Writes the rows of many chats at once, and answers with those that are still ours. A chat whose generation has moved on belongs to another
 * Chat Server, and nothing of it is written. The lock keeps a chat from being taken over between the look and the write.
 *
 * Where its answer was lost it is repeated, and may be carried out after its repetition or beside it: a chat that is begun twice is begun once, and
 * what has ended, left or been read stays so.
 */
export const storeChats = `
WITH begun AS (
  INSERT INTO chat_session AS s
  SELECT * FROM jsonb_populate_recordset(NULL::chat_session, $2::jsonb)
  ON CONFLICT (chat_id) DO UPDATE
  SET user_data = excluded.user_data, nickname = excluded.nickname, ended_at = coalesce(s.ended_at, excluded.ended_at)
  WHERE s.generation = excluded.generation
  RETURNING chat_id
), kept AS (
  SELECT chat_id FROM begun
  UNION
  SELECT chat_id FROM (
    SELECT s.chat_id FROM chat_session s
    JOIN jsonb_to_recordset($1::jsonb) AS k(chat_id text, generation integer)
      ON k.chat_id = s.chat_id AND k.generation = s.generation
    FOR SHARE OF s
  ) AS ours
), changed AS (
  UPDATE chat_session s SET user_data = c.user_data, nickname = c.nickname, ended_at = c.ended_at
  FROM jsonb_populate_recordset(NULL::chat_session, $3::jsonb) AS c
  WHERE s.chat_id = c.chat_id AND s.generation = c.generation AND s.ended_at IS NULL
), participants AS (
  INSERT INTO chat_participant AS known
  SELECT p.* FROM jsonb_populate_recordset(NULL::chat_participant, $4::jsonb) AS p JOIN kept USING (chat_id)
  ON CONFLICT (chat_id, participant_id)
  DO UPDATE SET nickname = excluded.nickname, is_present = known.is_present AND excluded.is_present,
    read_to = greatest(known.read_to, excluded.read_to)
), messages AS (
  INSERT INTO chat_message
  SELECT m.* FROM jsonb_populate_recordset(NULL::chat_message, $5::jsonb) AS m JOIN kept USING (chat_id)
  ON CONFLICT (chat_id, message_index) DO NOTHING
)
SELECT chat_id FROM kept`;

/** Makes the chat ours if its owner is lost, or was ourselves before a restart. One row, or none. */
export const claimChat = `
UPDATE chat_session SET alias = $3, generation = generation + 1
WHERE chat_id = $1 AND tenant = $2 AND ended_at IS NULL AND (alias = $3 OR alias = ANY($4::text[]))
RETURNING chat_id, tenant, service, subject, email_address, user_data, alias, generation, started_at`;

/** Which of these chats somebody else has by now. */
export const chatsTakenOver = `
SELECT chat_id AS "chatId" FROM jsonb_to_recordset($1::jsonb) AS k(chat_id text, generation integer)
JOIN chat_session s USING (chat_id) WHERE s.generation > k.generation`;

export const ownerOfChat = 'SELECT alias FROM chat_session WHERE chat_id = $1 AND tenant = $2 AND ended_at IS NULL';

export const participantsOfChat = 'SELECT * FROM chat_participant WHERE chat_id = $1 ORDER BY participant_id';

export const messagesOfChat = 'SELECT * FROM chat_message WHERE chat_id = $1 ORDER BY message_index';
