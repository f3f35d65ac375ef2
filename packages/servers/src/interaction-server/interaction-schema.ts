import { generationSchema } from './standby/primary-generation.js';

/** The tables of the Interaction Servers. */
export const interactionSchema = [
  `CREATE TABLE IF NOT EXISTS interaction (
     interaction_id text NOT NULL,
     tenant text NOT NULL,
     media text NOT NULL,
     service text NOT NULL,
     subject text NOT NULL,
     attributes jsonb NOT NULL DEFAULT '{}',
     queue text NOT NULL,
     state text NOT NULL DEFAULT 'new',
     submitted_at timestamptz NOT NULL DEFAULT now(),
     changed_at timestamptz NOT NULL DEFAULT now(),
     agent text,
     step integer NOT NULL DEFAULT 0,
     PRIMARY KEY (tenant, media, interaction_id)
   )`,
  'ALTER TABLE interaction ADD COLUMN IF NOT EXISTS agent text',
  'ALTER TABLE interaction ADD COLUMN IF NOT EXISTS step integer NOT NULL DEFAULT 0',
  'CREATE INDEX IF NOT EXISTS interaction_in_queue ON interaction (tenant, queue, submitted_at)',
  `CREATE INDEX IF NOT EXISTS interaction_open ON interaction (media) WHERE state <> 'done'`,
  `CREATE INDEX IF NOT EXISTS interaction_waiting ON interaction (tenant, queue, changed_at) WHERE state = 'new'`,
  `CREATE INDEX IF NOT EXISTS interaction_of_agent ON interaction (tenant, agent) WHERE state <> 'done'`,
  ...generationSchema,
];
