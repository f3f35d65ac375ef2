/** The table that all Callback Servers share; each sees only the rows of its tenant. */
export const callbackSchema = [
  `CREATE TABLE IF NOT EXISTS callback_request (
     callback_id text PRIMARY KEY,
     request_id text NOT NULL UNIQUE,
     tenant text NOT NULL,
     service text NOT NULL,
     name text NOT NULL,
     phone_number text NOT NULL,
     due_at timestamptz NOT NULL,
     state text NOT NULL DEFAULT 'new',
     requested_at timestamptz NOT NULL
   )`,
  `CREATE INDEX IF NOT EXISTS callback_request_open ON callback_request (tenant, due_at) WHERE state <> 'done'`,
];
