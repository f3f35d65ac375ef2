import type { ClientBase } from 'pg';

/**
 * One row for each generation of an estate's configuration; the highest that is not set aside is in use. JSON is kept as text, because
 * `jsonb` would lose the order of options. `writer` is the control server that may write: the last one that began.
 */
const statements = [
  `CREATE TABLE IF NOT EXISTS eservices_lb_configurations (
    estate text NOT NULL,
    generation integer NOT NULL,
    fingerprint text NOT NULL,
    writer uuid NOT NULL,
    sequence bigint NOT NULL,
    base json NOT NULL,
    set_aside boolean NOT NULL DEFAULT false,
    PRIMARY KEY (estate, generation))`,
  `CREATE TABLE IF NOT EXISTS eservices_lb_configuration_changes (
    estate text NOT NULL,
    generation integer NOT NULL,
    sequence bigint NOT NULL,
    change json NOT NULL,
    PRIMARY KEY (estate, generation, sequence),
    FOREIGN KEY (estate, generation) REFERENCES eservices_lb_configurations)`,
];

/** Of two that begin at the same time the second one waits, as `IF NOT EXISTS` alone does not make it. Called in a transaction. */
export async function createConfigurationSchema(client: ClientBase): Promise<void> {
  await client.query("SELECT pg_advisory_xact_lock(hashtext('eservices_lb_configurations'))");
  for (const statement of statements) await client.query(statement);
}
