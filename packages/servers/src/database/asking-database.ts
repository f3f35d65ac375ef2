import { RequestError } from '../application-server/request-error.js';
import { isUnstorable } from './is-unstorable.js';
import type { Database } from './connect-to-database.js';

/** Carries out what needs the database; where it does not answer, that is a 503, and the server says that it is not able to work. */
export type AskDatabase = <T>(act: () => Promise<T>) => Promise<T>;

export function askingDatabase(database: Pick<Database, 'lost'>): AskDatabase {
  return async (act) => {
    try {
      return await act();
    } catch (error) {
      if (error instanceof RequestError) throw error;
      // The database is there; it is the request that cannot be.
      if (isUnstorable(error)) throw new RequestError(400, 'NOT_STORABLE', 'There can be no such value: send another.');
      database.lost(error);
      throw new RequestError(503, 'DATABASE_UNAVAILABLE', 'The database does not answer: try again in a moment.');
    }
  };
}
