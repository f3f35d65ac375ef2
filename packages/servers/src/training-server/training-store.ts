import type { Pool } from 'pg';
import type { GivenJob } from '@eservices-lb/mock-scs/lca';
import type { DataSet } from './data-set.js';

/** How far a job has come. */
export interface Progress {
  /** How many examples were learned. */
  readonly learned: number;
  /** The share of the test that was told right, once it was made. */
  readonly accuracy: number | undefined;
  /** What was learned. */
  readonly state: string;
}

export interface Trained {
  readonly version: number;
  readonly accuracy: number;
}

/** Training jobs and what comes of them, in the database. Every method is one statement, so nothing is ever half done. */
export class TrainingStore {
  readonly #pool: Pick<Pool, 'query'>;
  readonly #application: string;

  /** @param application the Training Server that works on the jobs */
  constructor(pool: Pick<Pool, 'query'>, application: string) {
    this.#pool = pool;
    this.#application = application;
  }

  /** What this server has learned of this data set for the job before it was interrupted; what another one has is not taken over (BK-3). */
  async progress(job: GivenJob, { digest }: DataSet): Promise<Progress | undefined> {
    const { rows } = await this.#pool.query<{ learned: number; accuracy: number | null; state: string }>(
      `SELECT learned, accuracy, state FROM training_progress
       WHERE tenant = $1 AND job = $2 AND application = $3 AND data_set_digest = $4`,
      [job.tenant, job.name, this.#application, digest],
    );
    const [row] = rows;
    return row && { ...row, accuracy: row.accuracy ?? undefined };
  }

  async keep(job: GivenJob, { digest }: DataSet, { learned, accuracy, state }: Progress): Promise<void> {
    await this.#pool.query(
      `INSERT INTO training_progress (tenant, job, application, data_set_digest, learned, accuracy, state)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (tenant, job) DO UPDATE SET application = $3, data_set_digest = $4, learned = $5, accuracy = $6, state = $7`,
      [job.tenant, job.name, this.#application, digest, learned, accuracy ?? null, state],
    );
  }

  /** The latest version of the model, where it was learned from exactly this data set. */
  async trained({ tenant, model, digest }: DataSet): Promise<Trained | undefined> {
    const { rows } = await this.#pool.query<Trained & { data_set_digest: string }>(
      `SELECT version, accuracy, data_set_digest FROM classification_model WHERE tenant = $1 AND model = $2
       ORDER BY version DESC LIMIT 1`,
      [tenant, model],
    );
    const [latest] = rows;
    return latest?.data_set_digest === digest ? { version: latest.version, accuracy: latest.accuracy } : undefined;
  }

  /** Makes what was learned the next version of the model, and forgets how far the job had come. */
  async finish(job: GivenJob, dataSet: DataSet, { accuracy = 0, state }: Progress): Promise<number> {
    const { tenant, model, language, digest, examples } = dataSet;
    for (;;) {
      const { rows } = await this.#pool.query<{ version: number }>(
        `WITH trained AS (
           INSERT INTO classification_model
             (tenant, model, version, language, data_set_digest, examples, accuracy, state, trained_by)
           SELECT $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5, $6, $7, $8
           FROM classification_model WHERE tenant = $1 AND model = $2
           ON CONFLICT DO NOTHING RETURNING version
         ), done AS (
           DELETE FROM training_progress WHERE tenant = $1 AND job = $9 AND EXISTS (SELECT FROM trained)
         )
         SELECT version FROM trained`,
        [tenant, model, language, digest, examples.length, accuracy, state, this.#application, job.name],
      );
      // Another job has made this version of the model in the same moment: ours is the next.
      if (rows[0] !== undefined) return rows[0].version;
    }
  }
}
