/** The chats in the Universal Contact database. Times are ms since 1970. */
export const chatSchema = [
  `CREATE TABLE IF NOT EXISTS chat_session (
     chat_id text PRIMARY KEY,
     tenant text NOT NULL,
     service text NOT NULL,
     subject text NOT NULL,
     nickname text NOT NULL,
     email_address text NOT NULL,
     user_data jsonb NOT NULL,
     alias text NOT NULL,
     generation integer NOT NULL,
     started_at bigint NOT NULL,
     ended_at bigint
   )`,
  'CREATE INDEX IF NOT EXISTS chat_session_of_contact ON chat_session (tenant, lower(email_address), started_at)',
  // Of a key only its SHA-256: who reads the database cannot speak for anybody.
  `CREATE TABLE IF NOT EXISTS chat_participant (
     chat_id text NOT NULL,
     participant_id integer NOT NULL,
     nickname text NOT NULL,
     type text NOT NULL,
     user_id text NOT NULL,
     key_digest text NOT NULL,
     is_present boolean NOT NULL,
     read_to integer NOT NULL,
     PRIMARY KEY (chat_id, participant_id)
   )`,
  `CREATE TABLE IF NOT EXISTS chat_message (
     chat_id text NOT NULL,
     message_index integer NOT NULL,
     utc_time bigint NOT NULL,
     type text NOT NULL,
     sender jsonb NOT NULL,
     text text,
     message_type text,
     user_data jsonb,
     request_id text,
     PRIMARY KEY (chat_id, message_index)
   )`,
];
