/** The table that all Fax Servers share. */
export const faxSchema = [
  `CREATE TABLE IF NOT EXISTS fax_job (
     job_id text PRIMARY KEY,
     request_id text NOT NULL,
     tenant text NOT NULL,
     number text NOT NULL,
     pages text[] NOT NULL,
     taken_by text NOT NULL,
     taken_at timestamptz NOT NULL DEFAULT now(),
     UNIQUE (tenant, request_id)
   )`,
];
