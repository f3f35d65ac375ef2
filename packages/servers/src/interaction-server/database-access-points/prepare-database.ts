import type { KnownDatabase, Registration } from '@eservices-lb/mock-scs/lca';
import type { Statements } from '../../database/statements.js';
import { takeGeneration } from '../standby/primary-generation.js';
import type { Generation } from '../standby/primary-generation.js';

/** What a server works with, from the moment that it may. */
export interface Working {
  readonly database: KnownDatabase;
  readonly generation: Generation;
}

export interface PreparationOptions {
  readonly database: KnownDatabase;
  /** What makes the tables; each can be carried out again. */
  readonly schema: readonly string[];
  readonly registration: Registration;
  /** A statement may take long, and the role change meanwhile: then nothing more is done. */
  readonly isStillPrimary: () => boolean;
}

/** Makes the tables, and this server the primary of its pair in the database. From then on the former primary writes nothing. Nothing where it is no primary any more. */
export async function prepareDatabase(
  statements: Statements,
  { database, schema, registration, isStillPrimary }: PreparationOptions,
): Promise<Working | undefined> {
  for (const statement of schema) {
    await statements.query(statement);
    if (!isStillPrimary()) return undefined;
  }
  const { name } = registration.application;
  const generation = await takeGeneration(statements, registration.primary ?? name, name);
  return { database, generation };
}
