import { setAsideSchema } from '../media-server/set-aside-store.js';

/** The tables of the SMS Servers; each works on the rows that are its own, `application` says whose they are. */
export const smsSchema = [
  ...setAsideSchema,
  `CREATE TABLE IF NOT EXISTS sms_part (
     source text NOT NULL,
     destination text NOT NULL,
     reference integer NOT NULL,
     total integer NOT NULL,
     number integer NOT NULL,
     message_id text NOT NULL,
     text text NOT NULL,
     tenant text NOT NULL,
     application text NOT NULL,
     submitted boolean NOT NULL DEFAULT false,
     received_at timestamptz NOT NULL DEFAULT now(),
     PRIMARY KEY (source, destination, reference, total, number)
   )`,
  'CREATE INDEX IF NOT EXISTS sms_part_of_application ON sms_part (application, received_at)',
  `CREATE TABLE IF NOT EXISTS sms_outgoing (
     request_id text PRIMARY KEY,
     tenant text NOT NULL,
     source text NOT NULL,
     destination text NOT NULL,
     text text NOT NULL,
     application text NOT NULL,
     state text NOT NULL DEFAULT 'waiting',
     message_id text,
     problem text,
     asked_at timestamptz NOT NULL DEFAULT now()
   )`,
  `CREATE INDEX IF NOT EXISTS sms_outgoing_waiting ON sms_outgoing (application, asked_at) WHERE state = 'waiting'`,
];
