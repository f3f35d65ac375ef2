import type { KnownDatabase } from '@eservices-lb/mock-scs/lca';
import type { Finding } from './database-connections.js';

/** What follows from where the Database Access Points lead. */
export type Judgement =
  /** This is the database to work with. */
  | { readonly type: 'usable'; readonly database: KnownDatabase }
  /** All that answer lead to one database, but it is not the one that the pair worked with (IXN-9). */
  | { readonly type: 'unconfirmed'; readonly found: KnownDatabase; readonly expected: KnownDatabase }
  /** They lead to several, and nobody says which one is meant (IXN-8). */
  | { readonly type: 'different'; readonly databases: readonly KnownDatabase[] }
  /** None answers. */
  | { readonly type: 'lost' };

export const isSameDatabase = (one: KnownDatabase, other: KnownDatabase): boolean =>
  one.name === other.name && one.identity === other.identity;

/**
 * Which database to work with. Nothing is guessed: without an expectation all that answer must lead to the same one; with one, only those count that lead
 * there, and where none does, somebody has to confirm it.
 */
export function judgeDatabases(findings: readonly Finding[], expected: KnownDatabase | undefined): Judgement {
  const databases = distinct(findings);
  const [found, another] = databases;
  if (found === undefined) return { type: 'lost' };
  if (expected !== undefined && databases.some((database) => isSameDatabase(database, expected)))
    return { type: 'usable', database: expected };
  if (another !== undefined) return { type: 'different', databases };
  return expected === undefined ? { type: 'usable', database: found } : { type: 'unconfirmed', found, expected };
}

function distinct(findings: readonly Finding[]): readonly KnownDatabase[] {
  const found: KnownDatabase[] = [];
  for (const finding of findings) {
    if (finding.state === 'there' && !found.some((each) => isSameDatabase(each, finding.database)))
      found.push(finding.database);
  }
  return found;
}

/** How a database is named to people. */
export function named({ name, identity }: KnownDatabase): string {
  const database = name === '' ? 'a database' : `"${name}"`;
  return identity === '' ? `${database} (new: nobody has worked with it)` : `${database} (${identity})`;
}
