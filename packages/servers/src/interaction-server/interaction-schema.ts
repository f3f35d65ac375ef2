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
     PRIMARY KEY (tenant, media, interaction_id)
   )`,
  'CREATE INDEX IF NOT EXISTS interaction_in_queue ON interaction (tenant, queue, submitted_at)',
  `CREATE INDEX IF NOT EXISTS interaction_open ON interaction (media) WHERE state <> 'done'`,
];
