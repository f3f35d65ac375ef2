import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';

export interface FaxOrder {
  readonly requestId: string;
  readonly tenant: string;
  readonly number: string;
  readonly pages: readonly string[];
}

export interface FaxJob {
  readonly jobId: string;
  readonly number: string;
  readonly pages: readonly string[];
}

/** The fax jobs in the database, from which whoever has the line takes them. */
export class FaxStore {
  readonly #pool: Pick<Pool, 'query'>;
  readonly #application: string;

  constructor(pool: Pick<Pool, 'query'>, application: string) {
    this.#pool = pool;
    this.#application = application;
  }

  /** Stores a job. A request that is known already only tells its job, whichever server has it. */
  async take(order: FaxOrder): Promise<{ readonly jobId: string; readonly pageCount: number }> {
    const { requestId, tenant, number, pages } = order;
    const { rows } = await this.#pool.query<{ jobId: string; pageCount: number }>(
      `INSERT INTO fax_job (job_id, request_id, tenant, number, pages, taken_by) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (tenant, request_id) DO UPDATE SET request_id = fax_job.request_id
       RETURNING job_id AS "jobId", cardinality(pages) AS "pageCount"`,
      [randomUUID(), requestId, tenant, number, pages, this.#application],
    );
    const [taken] = rows;
    if (taken === undefined) throw new Error('A fax job was neither stored nor found.');
    return taken;
  }

  async find(jobId: string, tenant: string): Promise<FaxJob | undefined> {
    const { rows } = await this.#pool.query<FaxJob>(
      'SELECT job_id AS "jobId", number, pages FROM fax_job WHERE job_id = $1 AND tenant = $2',
      [jobId, tenant],
    );
    return rows[0];
  }
}
