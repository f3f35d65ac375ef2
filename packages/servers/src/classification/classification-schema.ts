/** The tables that Training Servers write and Classification Servers read. */
export const classificationSchema = [
  `CREATE TABLE IF NOT EXISTS classification_model (
     tenant text NOT NULL,
     model text NOT NULL,
     version integer NOT NULL,
     language text NOT NULL,
     data_set_digest text NOT NULL,
     examples integer NOT NULL,
     accuracy double precision NOT NULL,
     state text NOT NULL,
     trained_by text NOT NULL,
     trained_at timestamptz NOT NULL DEFAULT now(),
     PRIMARY KEY (tenant, model, version)
   )`,
  // How far a job has come, for the instance that began it (BK-3).
  `CREATE TABLE IF NOT EXISTS training_progress (
     tenant text NOT NULL,
     job text NOT NULL,
     application text NOT NULL,
     data_set_digest text NOT NULL,
     learned integer NOT NULL,
     accuracy double precision,
     state text NOT NULL,
     PRIMARY KEY (tenant, job)
   )`,
];
