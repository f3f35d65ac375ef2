import type { Pool } from 'pg';
import type { ClassificationModel } from '../classification/classification-model.js';

/** Which model is wanted; of the latest language that there is, where none is named. */
export interface ModelWish {
  readonly tenant: string;
  readonly model: string;
  readonly language?: string | undefined;
}

/** The models in the database. */
export class ModelStore {
  readonly #pool: Pick<Pool, 'query'>;

  constructor(pool: Pick<Pool, 'query'>) {
    this.#pool = pool;
  }

  /** The latest version, if it is later than the one that is known already. */
  async laterThan(version: number, { tenant, model, language }: ModelWish): Promise<ClassificationModel | undefined> {
    const { rows } = await this.#pool.query<ClassificationModel>(
      `SELECT tenant, model, version, language, state FROM classification_model
       WHERE tenant = $1 AND model = $2 AND version > $3 AND language = coalesce($4, language)
       ORDER BY version DESC LIMIT 1`,
      [tenant, model, version, language ?? null],
    );
    return rows[0];
  }
}
