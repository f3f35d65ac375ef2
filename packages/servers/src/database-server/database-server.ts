import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { addressOf } from '../application-server/address-of.js';
import type { ListenAddress } from '../application-server/address-of.js';
import type { ApplicationServer, StartServer } from '../application-server/application-server.js';
import { emptyDatabase } from './empty-database.js';
import { startDatabaseGateway } from './start-database-gateway.js';

const mostConnections = 200;

/** An embedded PostgreSQL that any client can speak to over the network. In memory where no directory is given. */
export async function openDatabase({ port, host }: ListenAddress, directory?: string): Promise<ApplicationServer> {
  const database = directory === undefined ? await emptyDatabase() : await PGlite.create(directory);
  const server = new PGLiteSocketServer({ db: database, port, host, maxConnections: mostConnections });
  await server.start();
  return {
    whenIdle: () => Promise.resolve(),
    async close() {
      await server.stop();
      await database.close();
    },
  };
}

/**
 * Starts a DB Server on its port `default`. With another DB Server among its Connections it leads to that one's database (or to DATABASE_URL's, where the
 * estate uses that). Without, it has a database of its own; option `data-directory` of section `database` makes it keep its data.
 */
export const startDatabaseServer: StartServer = (surroundings) => {
  const { registration } = surroundings;
  if (registration().connections.some(({ type }) => type === 'DBServer')) return startDatabaseGateway(surroundings);
  const directory = registration().application.options.database?.['data-directory'];
  return openDatabase(addressOf(registration(), 'default'), directory);
};
