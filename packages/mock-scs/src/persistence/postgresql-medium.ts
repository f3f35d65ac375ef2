import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { DamagedStoreError } from './damaged-store-error.js';
import type { Base, Kept, Medium, NumberedChange } from './medium.js';
import { createConfigurationSchema } from './postgresql-schema.js';
import { storedChangeOf } from './stored-change.js';
import { storedConfigurationOf } from './stored-configuration.js';
import { SupersededError } from './superseded-error.js';

interface Row {
  readonly generation: number;
  readonly sequence: string;
  readonly base: unknown;
}

/** Rows of a database, one transaction for all that is written together. */
export class PostgresqlMedium implements Medium {
  readonly #pool: Pool;
  readonly #estate: string;
  readonly #writer = randomUUID();
  #hasSchema = false;
  #generation: number | undefined;

  /** @param pool is ended with the medium */
  constructor(pool: Pool, estate: string) {
    this.#pool = pool;
    this.#estate = estate;
  }

  async read(): Promise<Kept | undefined> {
    return this.#transaction(async (client) => {
      const row = await this.#inUse(client);
      if (row === undefined) return undefined;
      const base = this.#baseOf(row);
      const changes = await client.query<{ sequence: string; change: unknown }>(
        'SELECT sequence, change FROM eservices_lb_configuration_changes WHERE estate = $1 AND generation = $2 AND sequence > $3 ORDER BY sequence',
        [this.#estate, row.generation, base.sequence],
      );
      return { base, ...this.#changesOf(changes.rows, base.sequence) };
    });
  }

  async writeBase({ sequence, stored }: Base): Promise<void> {
    await this.#transaction(async (client) => {
      const generation = await this.#ownGeneration(client);
      await client.query(
        `INSERT INTO eservices_lb_configurations (estate, generation, fingerprint, writer, sequence, base) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (estate, generation) DO UPDATE SET fingerprint = $3, writer = $4, sequence = $5, base = $6`,
        [this.#estate, generation, stored.fingerprint, this.#writer, sequence, JSON.stringify(stored)],
      );
      await client.query(
        'DELETE FROM eservices_lb_configuration_changes WHERE estate = $1 AND generation = $2 AND sequence <= $3',
        [this.#estate, generation, sequence],
      );
      return generation;
    }).then((generation) => {
      this.#generation = generation;
    });
  }

  async writeChanges(changes: readonly NumberedChange[]): Promise<void> {
    await this.#transaction(async (client) => {
      const generation = await this.#ownGeneration(client);
      await client.query(
        `INSERT INTO eservices_lb_configuration_changes (estate, generation, sequence, change)
         SELECT $1, $2, sequence, change::json FROM unnest($3::bigint[], $4::text[]) AS given (sequence, change)
         ON CONFLICT (estate, generation, sequence) DO NOTHING`,
        [
          ...[this.#estate, generation],
          changes.map(({ sequence }) => sequence),
          changes.map(({ change }) => JSON.stringify(change)),
        ],
      );
    });
  }

  async setAside(): Promise<string> {
    return this.#transaction(async (client) => {
      const row = await this.#inUse(client);
      if (row !== undefined) {
        await client.query(
          'UPDATE eservices_lb_configurations SET set_aside = true WHERE estate = $1 AND generation = $2',
          [this.#estate, row.generation],
        );
      }
      return `generation ${row?.generation ?? 0} of the estate "${this.#estate}" in the database`;
    });
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  /**
   * The generation that this control server may write, locked until the end of the transaction.
   * @throws SupersededError
   */
  async #ownGeneration(client: PoolClient): Promise<number> {
    if (this.#generation === undefined) return (await this.#inUse(client))?.generation ?? this.#nextGeneration(client);
    const { rowCount } = await client.query(
      'SELECT 1 FROM eservices_lb_configurations WHERE estate = $1 AND generation = $2 AND writer = $3 AND NOT set_aside FOR UPDATE',
      [this.#estate, this.#generation, this.#writer],
    );
    if (rowCount === 0) throw new SupersededError(this.#estate);
    return this.#generation;
  }

  async #inUse(client: PoolClient): Promise<Row | undefined> {
    const { rows } = await client.query<Row>(
      'SELECT generation, sequence, base FROM eservices_lb_configurations WHERE estate = $1 AND NOT set_aside ORDER BY generation DESC LIMIT 1 FOR UPDATE',
      [this.#estate],
    );
    return rows[0];
  }

  async #nextGeneration(client: PoolClient): Promise<number> {
    const { rows } = await client.query<{ next: number }>(
      'SELECT coalesce(max(generation), 0) + 1 AS next FROM eservices_lb_configurations WHERE estate = $1',
      [this.#estate],
    );
    return rows[0]?.next ?? 1;
  }

  #baseOf({ generation, sequence, base }: Row): Base {
    try {
      return { sequence: Number(sequence), stored: storedConfigurationOf(base) };
    } catch (cause) {
      const place = `generation ${generation} of the estate "${this.#estate}" in the database`;
      throw new DamagedStoreError(place, 'it holds no configuration', { cause });
    }
  }

  #changesOf(
    rows: readonly { readonly sequence: string; readonly change: unknown }[],
    after: number,
  ): Pick<Kept, 'changes' | 'damage'> {
    const changes: NumberedChange[] = [];
    for (const { sequence, change } of rows) {
      try {
        if (Number(sequence) !== after + changes.length + 1) throw new Error('a change is missing before it');
        changes.push({ sequence: Number(sequence), change: storedChangeOf(change) });
      } catch {
        return { changes, damage: `change ${sequence} in the database cannot be used` };
      }
    }
    return { changes };
  }

  async #transaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      if (!this.#hasSchema) await createConfigurationSchema(client);
      const result = await work(client);
      await client.query('COMMIT');
      this.#hasSchema = true;
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch((cause: unknown) => {
        broken = cause instanceof Error ? cause : new Error(String(cause));
      });
      throw error;
    } finally {
      client.release(broken);
    }
  }
}
