/** The tables that all E-mail Servers share. */
export const emailSchema = [
  `CREATE TABLE IF NOT EXISTS email_interaction (
     interaction_id text PRIMARY KEY,
     submission_id text NOT NULL UNIQUE,
     tenant text NOT NULL,
     service text NOT NULL,
     first_name text NOT NULL,
     last_name text NOT NULL,
     from_address text NOT NULL,
     subject text NOT NULL,
     body text NOT NULL,
     mailbox text,
     user_data jsonb NOT NULL DEFAULT '{}',
     received_at timestamptz NOT NULL DEFAULT now(),
     reply_nickname text,
     reply_body text
   )`,
  'CREATE INDEX IF NOT EXISTS email_interaction_of_tenant ON email_interaction (tenant, received_at)',
  `CREATE TABLE IF NOT EXISTS email_attachment (
     interaction_id text NOT NULL REFERENCES email_interaction,
     attachment_index integer NOT NULL,
     name text NOT NULL,
     type text NOT NULL,
     content bytea NOT NULL,
     PRIMARY KEY (interaction_id, attachment_index)
   )`,
  'CREATE INDEX IF NOT EXISTS email_interaction_of_contact ON email_interaction (tenant, lower(from_address))',
  // One row per mail that must go out; the claim lapses, so that another server sends what a dead one had claimed.
  `CREATE TABLE IF NOT EXISTS outgoing_mail (
     message_id text PRIMARY KEY,
     interaction_id text NOT NULL REFERENCES email_interaction,
     kind text NOT NULL,
     recipient text NOT NULL,
     subject text NOT NULL,
     body text NOT NULL,
     claimed_until timestamptz NOT NULL DEFAULT '-infinity',
     sent_at timestamptz
   )`,
  // How often it was tried, and why the SMTP server will never take it.
  'ALTER TABLE outgoing_mail ADD COLUMN IF NOT EXISTS attempts integer NOT NULL DEFAULT 0',
  'ALTER TABLE outgoing_mail ADD COLUMN IF NOT EXISTS refusal text',
  // What a mail that came over SMTP says of itself, and whether Interaction Server has still to hear of it (IXN-5), or will not.
  'ALTER TABLE email_interaction ADD COLUMN IF NOT EXISTS message_id text',
  'ALTER TABLE email_interaction ADD COLUMN IF NOT EXISTS is_automatic boolean NOT NULL DEFAULT false',
  'ALTER TABLE email_interaction ADD COLUMN IF NOT EXISTS is_to_submit boolean NOT NULL DEFAULT false',
  'ALTER TABLE email_interaction ADD COLUMN IF NOT EXISTS submission_refusal text',
  'CREATE INDEX IF NOT EXISTS email_interaction_to_submit ON email_interaction (tenant) WHERE is_to_submit',
  'CREATE INDEX IF NOT EXISTS outgoing_mail_unsent ON outgoing_mail (claimed_until) WHERE sent_at IS NULL',
];
