/** What has been captured, and the submission that each input was fixed to before it was submitted for the first time. */
export const captureSchema = [
  `CREATE TABLE IF NOT EXISTS capture (
     capture_id text PRIMARY KEY,
     capture_point text NOT NULL,
     submission jsonb NOT NULL,
     digest text,
     captured_at timestamptz NOT NULL DEFAULT now()
   )`,
  'CREATE INDEX IF NOT EXISTS capture_by_age ON capture (captured_at)',
];
