import type { StateDirectory } from '../agent/state-directory.js';
import type { ConfigurationStore } from '../persistence/configuration-store.js';
import { fileStore } from '../persistence/file-store.js';
import { postgresqlStore } from '../persistence/postgresql-store.js';
import type { EstateOptions } from './command-line.js';

/** Where the primary control server of an estate keeps changes of the configuration, whatever its role is at the moment. */
export function storeOf(
  { database, portBase }: Pick<EstateOptions, 'database' | 'portBase'>,
  state: StateDirectory,
): ConfigurationStore {
  return database === undefined ? fileStore(state.path) : postgresqlStore(database, { estate: String(portBase) });
}
