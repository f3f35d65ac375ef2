/** The table that all Instant Messaging Servers share. */
export const messageSchema = [
  `CREATE TABLE IF NOT EXISTS instant_message (
     tenant text NOT NULL,
     addressee text NOT NULL,
     message_index integer NOT NULL,
     request_id text NOT NULL,
     message text NOT NULL,
     sent_at timestamptz NOT NULL DEFAULT now(),
     PRIMARY KEY (tenant, addressee, message_index),
     UNIQUE (tenant, request_id)
   )`,
];
